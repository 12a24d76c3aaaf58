// What the checks of a policy's parts share.
#pragma once

#include <string>

#include "variegate/core/error.h"

namespace variegate {

// How far a sum or a reflection may be outside its range: 2 * 1 - 1.9 is not 0.1 in floating point, and ten
// times 0.1 is more than 1. The pipeline clamps what is drawn.
inline constexpr double kSlack = 1e-9;

[[noreturn]] inline void fail(const std::string& where, const std::string& what, const std::string& got,
                              const std::string& expected, const std::string& mend = "") {
  throw Error({.where = where, .what = what, .got = got, .expected = expected, .mend = mend});
}

}  // namespace variegate
