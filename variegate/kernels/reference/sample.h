// One sample of a picture at a point: what the references of the warp and the remap are made of.
#pragma once

#include <algorithm>
#include <cstdint>

#include "variegate/kernels/bilinear.h"

namespace variegate::reference {

// In pixels with 32 fraction bits.
struct FixedPoint {
  kernels::Fixed x, y;
};

inline bool within(FixedPoint point, int width, int height) {
  return point.x >= 0 && point.y >= 0 && point.x < width * kernels::kFixedOne &&
         point.y < height * kernels::kFixedOne;
}

// Channel c at a point within the picture; neighbours beyond the edge repeat it.
inline std::uint8_t sample(ConstImageView in, FixedPoint point, Interpolation interpolation, int c) {
  const auto pixel = [&](kernels::Fixed column, kernels::Fixed row) {
    return in.at(std::clamp(static_cast<int>(column), 0, in.width - 1),
                 std::clamp(static_cast<int>(row), 0, in.height - 1))[c];
  };
  if (interpolation == Interpolation::nearest) {
    return pixel(point.x >> kernels::kFixedBits, point.y >> kernels::kFixedBits);
  }
  const kernels::Fixed x = point.x - kernels::kHalfPixel;
  const kernels::Fixed y = point.y - kernels::kHalfPixel;
  const kernels::Fixed left = x >> kernels::kFixedBits;
  const kernels::Fixed top = y >> kernels::kFixedBits;
  return kernels::bilinear(pixel(left, top), pixel(left + 1, top), pixel(left, top + 1),
                           pixel(left + 1, top + 1), kernels::fraction15(x), kernels::fraction15(y));
}

}  // namespace variegate::reference
