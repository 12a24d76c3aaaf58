#include "variegate/ops/geometry.h"

#include <utility>

#include "variegate/ops/op.h"

namespace variegate {

InverseAffine about_centre(const InverseAffine& linear, int width, int height) {
  const double x = width / 2.0;
  const double y = height / 2.0;
  InverseAffine map = linear;
  map.x0 = linear.xx * -x + linear.xy * -y + x;
  map.y0 = linear.yx * -x + linear.yy * -y + y;
  return map;
}

void warp(Image& image, const GeometricMap& map, std::span<const Clip> clips, Scratch& scratch) {
  Image& out = scratch.image_like(image);
  if (map.window.width == 0) {
    kernels::warp(image, out, {map.affine, map.sampling, clips});
  } else {
    InverseAffine affine = map.affine;
    affine.x0 -= map.window.left;
    affine.y0 -= map.window.top;
    kernels::warp(part_of(image, map.window), out, {affine, map.sampling, clips});
  }
  std::swap(image, out);
}

}  // namespace variegate
