// The children that a worker knows, in words. Free of libtorch, for programs that only print them.
#pragma once

#include <string>

namespace variegate {

// A line a family, the library's first: "small-conv:WIDTH  five small convolutions (small-conv:16)".
std::string child_list();

}  // namespace variegate
