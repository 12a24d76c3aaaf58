// Moves pixels by a map that is given point by point: what no affine warp can do (perspective, elastic).
#pragma once

#include <cstdint>
#include <span>

#include "variegate/core/image.h"
#include "variegate/kernels/warp.h"

namespace variegate {

// Where the pixels of one row of the output come from, in pixels of the input with 32 fraction bits (2^32 is
// one pixel; pixel i has its centre at i + 0.5): as many x as y. At most 2^20 pixels from the input.
struct SourceRow {
  std::span<const std::int64_t> x;
  std::span<const std::int64_t> y;
};

// Writes source.x.size() pixels to `to`. Outside, edges, weights and rounding are as in kernels::warp;
// nearest is decided with all 32 fraction bits. `to` is not part of the input, whose sides are at most 2^15
// pixels.
namespace kernels {
void remap_row(ConstImageView in, const SourceRow& source, const Sampling& sampling, std::uint8_t* to);
}
namespace reference {
void remap_row(ConstImageView in, const SourceRow& source, const Sampling& sampling, std::uint8_t* to);
}

}  // namespace variegate
