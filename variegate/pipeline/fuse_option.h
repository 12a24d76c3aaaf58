// The description of PipelineOptions::fuse, for those who have it among their own options.
#pragma once

#include "variegate/core/describe.h"

namespace variegate {

inline About fuse_option() {
  return {.flag = "no-fuse",
          .summary = "operations one by one, as published; without it joined warps interpolate once"};
}

}  // namespace variegate
