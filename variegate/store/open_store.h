// Opens the store of a study by what a user names.
#pragma once

#include <memory>
#include <string>

#include "variegate/store/store.h"

namespace variegate {

// where: the folder of a study, which must exist; its log is study.sqlite there. For writing the lease is
// taken first, so that of two which are started at once one makes the log. Error when another process holds
// it, and where SqliteStore gives one; Error (usage) for an address ("postgresql://..."): there is no store
// of that kind.
std::unique_ptr<Store> open_store(const std::string& where, StoreMode mode);

// The file of the log in a study's folder.
std::string log_file(const std::string& folder);

}  // namespace variegate
