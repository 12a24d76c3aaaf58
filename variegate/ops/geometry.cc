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

PicturePoint source_of(const GeometricMap& map, PicturePoint point) {
  const InverseAffine& a = map.affine;
  return {a.xx * point.x + a.xy * point.y + a.x0, a.yx * point.x + a.yy * point.y + a.y0};
}

ForwardMap::ForwardMap(const GeometricMap& map) {
  const InverseAffine& a = map.affine;
  const double determinant = a.xx * a.yy - a.xy * a.yx;
  forward_ = {.xx = a.yy / determinant,
              .xy = -a.xy / determinant,
              .x0 = (a.xy * a.y0 - a.yy * a.x0) / determinant,
              .yx = -a.yx / determinant,
              .yy = a.xx / determinant,
              .y0 = (a.yx * a.x0 - a.xx * a.y0) / determinant};
}

PicturePoint ForwardMap::operator()(PicturePoint point) const {
  return {forward_.xx * point.x + forward_.xy * point.y + forward_.x0,
          forward_.yx * point.x + forward_.yy * point.y + forward_.y0};
}

void warp(ConstImageView in, ImageView out, const GeometricMap& map, std::span<const Clip> clips) {
  if (map.window.width == 0) return kernels::warp(in, out, {map.affine, map.sampling, clips});
  InverseAffine affine = map.affine;
  affine.x0 -= map.window.left;
  affine.y0 -= map.window.top;
  kernels::warp(part_of(in, map.window), out, {affine, map.sampling, clips});
}

void warp(Image& image, const GeometricMap& map, std::span<const Clip> clips, Scratch& scratch) {
  Image& out = scratch.image_like(image);
  warp(image, out, map, clips);
  std::swap(image, out);
}

}  // namespace variegate
