#include "variegate/store/open_store.h"

#include "variegate/core/error.h"
#include "variegate/store/sqlite_store.h"

namespace variegate {

std::string log_file(const std::string& folder) { return folder + "/study.sqlite"; }

std::unique_ptr<Store> open_store(const std::string& where, StoreMode mode) {
  if (where.find("://") != std::string::npos) {
    throw Error({.where = where,
                 .what = "there is no store of this kind",
                 .got = "an address",
                 .expected = "the folder of a study",
                 .mend = ""},
                ErrorKind::usage);
  }
  std::unique_ptr<CoordinatorLock> lease;
  if (mode == StoreMode::write) lease = std::make_unique<CoordinatorLock>(where);
  return std::make_unique<SqliteStore>(log_file(where), mode, std::move(lease));
}

}  // namespace variegate
