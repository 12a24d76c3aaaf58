// Which format the data at a path have, and where their parts are.
#pragma once

#include <string>

#include "variegate/data/data_parts.h"

namespace variegate {

// format: "auto" (told from the path), "idx", "cifar", "tar", "folder" or "manifest". group_by:
// see group_rule.h. Lists names only. Error when nothing is there, when the format is not known or when it
// cannot be grouped.
DataParts locate_data(const std::string& path, const std::string& format, const std::string& group_by,
                      const OpenOptions& options = {});

}  // namespace variegate
