// The version of this library and its programs.
#pragma once

#include <string_view>

namespace variegate {

std::string_view version();  // "0.1.0": of the project in CMakeLists.txt

}  // namespace variegate
