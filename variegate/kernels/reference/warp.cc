#include "variegate/kernels/warp.h"

#include <algorithm>

#include "variegate/kernels/reference/sample.h"

namespace variegate::reference {
namespace {

// The point that the centre of output pixel (i, j) shows.
FixedPoint source(const InverseAffine& map, Interpolation interpolation, int i, int j) {
  const auto fixed = [interpolation](double value) { return kernels::fixed(value, interpolation); };
  return {fixed(map.x0 + map.xx * 0.5 + map.xy * 0.5) + j * fixed(map.xy) + i * fixed(map.xx),
          fixed(map.y0 + map.yx * 0.5 + map.yy * 0.5) + j * fixed(map.yy) + i * fixed(map.yx)};
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
          point = {kernels::folded(point.x, in.width, sampling.border),
                   kernels::folded(point.y, in.height, sampling.border)};
        }
        for (int c = 0; c < out.channels; ++c) out.at(i, j)[c] = sample(in, point, sampling.interpolation, c);
      }
    }
  }
}

}  // namespace variegate::reference
