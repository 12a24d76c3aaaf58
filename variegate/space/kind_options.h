// Options that several kinds of spaces describe alike (core/describe.h).
#pragma once

#include <string>

#include "variegate/core/describe.h"
#include "variegate/space/limits.h"

namespace variegate {

inline About ops_option() {
  return {.flag = kNoFlag, .summary = "operations to choose from, each an operation of a field (field_op.h)"};
}

inline About mixes_option() {
  return {.flag = kNoFlag, .summary = "mixes of samples to choose from; empty: none", .rare = true};
}

inline About levels_option(const char* of) {
  return {.low = 1,
          .high = kFinestLevels,
          .flag = kNoFlag,
          .summary = std::string("levels of ") + of,
          .later = true};
}

}  // namespace variegate
