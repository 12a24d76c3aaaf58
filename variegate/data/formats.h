// Which format the data at a path have, and where their parts are.
#pragma once

#include <string>
#include <vector>

#include "variegate/data/data_parts.h"

namespace variegate {

// "auto" (recognised from the path) and the names of all formats.
std::vector<std::string> format_names();

// format: one of format_names(). group_by: see group_rule.h. options.skip_bad: what cannot be read (what is
// damaged in a tar shard, a broken link in a folder) is left out and counted, instead of an error when the
// part is opened. parts: see parts_option.h. Lists names only. Error when nothing is there, when the format
// is not known or may be two, or when it cannot be grouped; opening a part that is not there is an Error that
// names those that are.
DataParts locate_data(const std::string& path, const std::string& format, const std::string& group_by,
                      const OpenOptions& options = {}, const std::string& parts = "");

}  // namespace variegate
