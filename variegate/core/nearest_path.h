// "Did you mean", for files.
#pragma once

#include <string>

namespace variegate {

// " (did you mean 'photos/'?)": each part of the path that is not there replaced by the nearest name in its
// folder; "" when the path is there, or nothing near is.
std::string did_you_mean_path(const std::string& path);

}  // namespace variegate
