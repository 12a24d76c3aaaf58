// PipelineOptions::fuse, as whoever has it among its own options describes it.
#pragma once

#include "variegate/core/describe.h"

namespace variegate {

inline About fuse_option() {
  return {.flag = "no-fuse",
          .summary = "operations one by one, as published; without it joined warps interpolate once"};
}

}  // namespace variegate
