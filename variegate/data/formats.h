// Which format the data at a path have, and where their parts are.
#pragma once

#include <string>
#include <vector>

#include "variegate/data/data_parts.h"

namespace variegate {

// "auto" (told from the path), and the formats there are.
std::vector<std::string> data_format_names();

// format: one of data_format_names(). group_by:
// see group_rule.h. skip_bad: what is damaged in a tar shard is a sample that cannot be read, instead of an
// error when the part is opened. Lists names only. Error when nothing is there, when the format is not known
// or when it cannot be grouped.
DataParts locate_data(const std::string& path, const std::string& format, const std::string& group_by,
                      bool skip_bad = false);

}  // namespace variegate
