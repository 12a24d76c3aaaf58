#include "variegate/kernels/warp.h"

#include <algorithm>

#include "variegate/kernels/bilinear.h"

namespace variegate::reference {
namespace {

using kernels::Fixed;
using kernels::kFixedBits;
using kernels::kFixedOne;

struct FixedPoint {
  Fixed x, y;
};

// The point that the centre of output pixel (i, j) shows.
FixedPoint source(const InverseAffine& map, Interpolation interpolation, int i, int j) {
  const auto fixed = [interpolation](double value) { return kernels::fixed(value, interpolation); };
  return {fixed(map.x0 + map.xx * 0.5 + map.xy * 0.5) + j * fixed(map.xy) + i * fixed(map.xx),
          fixed(map.y0 + map.yx * 0.5 + map.yy * 0.5) + j * fixed(map.yy) + i * fixed(map.yx)};
}

bool within(FixedPoint point, int width, int height) {
  return point.x >= 0 && point.y >= 0 && point.x < width * kFixedOne && point.y < height * kFixedOne;
}

// A position brought back between 0 and size.
Fixed folded(Fixed position, int size, Border border) {
  const Fixed end = size * kFixedOne;
  if (border == Border::replicate) return std::clamp<Fixed>(position, 0, end - 1);
  const Fixed phase = ((position % (2 * end)) + 2 * end) % (2 * end);
  return phase < end ? phase : 2 * end - 1 - phase;
}

std::uint8_t sample(ConstImageView in, FixedPoint point, Interpolation interpolation, int c) {
  if (interpolation == Interpolation::nearest) {
    return in.at(static_cast<int>(point.x >> kFixedBits), static_cast<int>(point.y >> kFixedBits))[c];
  }
  const Fixed x = point.x - kernels::kHalfPixel;
  const Fixed y = point.y - kernels::kHalfPixel;
  const auto pixel = [&](Fixed column, Fixed row) {
    return in.at(std::clamp(static_cast<int>(column), 0, in.width - 1),
                 std::clamp(static_cast<int>(row), 0, in.height - 1))[c];
  };
  const Fixed left = x >> kFixedBits;
  const Fixed top = y >> kFixedBits;
  return kernels::bilinear(pixel(left, top), pixel(left + 1, top), pixel(left, top + 1),
                           pixel(left + 1, top + 1), kernels::fraction15(x), kernels::fraction15(y));
}

}  // namespace

void warp(ConstImageView in, ImageView out, const AffineWarp& warp) {
  const Sampling& sampling = warp.sampling;
  const auto paint = [&](int i, int j, std::uint8_t fill) {
    for (int c = 0; c < out.channels; ++c) out.at(i, j)[c] = c == 3 ? 0 : fill;
  };
  for (int j = 0; j < out.height; ++j) {
    for (int i = 0; i < out.width; ++i) {
      const auto clip = std::find_if(warp.clips.begin(), warp.clips.end(), [&](const Clip& each) {
        return !within(source(each.map, sampling.interpolation, i, j), each.width, each.height);
      });
      FixedPoint point = source(warp.map, sampling.interpolation, i, j);
      const bool outside = !within(point, in.width, in.height);
      if (clip != warp.clips.end()) {
        paint(i, j, clip->fill);
      } else if (outside && sampling.border == Border::constant) {
        paint(i, j, sampling.fill);
      } else {
        if (outside) {
          point = {folded(point.x, in.width, sampling.border), folded(point.y, in.height, sampling.border)};
        }
        for (int c = 0; c < out.channels; ++c) out.at(i, j)[c] = sample(in, point, sampling.interpolation, c);
      }
    }
  }
}

}  // namespace variegate::reference
