#include "variegate/ops/image/parts/geometry.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "variegate/kernels/remap.h"
#include "variegate/ops/image_scratch.h"

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
  if (map.displacement != nullptr) {
    const PicturePoint way = displacement_at(*map.displacement, point);
    point = {point.x + way.x, point.y + way.y};
  }
  const InverseAffine& a = map.affine;
  const double w = map.perspective.x * point.x + map.perspective.y * point.y + map.perspective.w;
  return {(a.xx * point.x + a.xy * point.y + a.x0) / w, (a.yx * point.x + a.yy * point.y + a.y0) / w};
}

namespace {

// Takes points of the result, (x[i], y[i]) as displaced, to the picture. Numbers of the map are passed by
// value, so that the compiler sees that they stay as they are and takes several points at a time.
void project(const InverseAffine a, const Perspective p, std::span<double> x, std::span<double> y) {
  constexpr double kHorizon = 1e-6;  // nearer, and behind it, nothing is seen
  constexpr double kNowhere = -1;
  double* to_x = x.data();
  double* to_y = y.data();
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double w = p.x * to_x[i] + p.y * to_y[i] + p.w;
    const double scale = 1 / w;
    const double from_x = (a.xx * to_x[i] + a.xy * to_y[i] + a.x0) * scale;
    const double from_y = (a.yx * to_x[i] + a.yy * to_y[i] + a.y0) * scale;
    to_x[i] = w > kHorizon ? from_x : kNowhere;
    to_y[i] = w > kHorizon ? from_y : kNowhere;
  }
}

// source_of() for the pixels of row j of the result.
void source_of_row(const GeometricMap& map, int j, std::span<double> x, std::span<double> y) {
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(static_cast<int>(i)) + 0.5;
  std::fill(y.begin(), y.end(), j + 0.5);
  if (map.displacement != nullptr) displace_row(*map.displacement, j + 0.5, x, y);
  if (map.displacement == nullptr || map.affine != InverseAffine{} || map.perspective != Perspective{})
    project(map.affine, map.perspective, x, y);
}

// To 32 fraction bits: around 1.5 x 2^20 they are the last that a double has.
void to_fixed(std::span<const double> positions, std::span<std::int64_t> fixed) {
  constexpr double kShift = 1.5 * (1 << 20);
  constexpr double kFar = 1 << 18;  // beyond any picture
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const double held = std::min(std::max(positions[i], -kFar), kFar);
    fixed[i] = std::bit_cast<std::int64_t>(held + kShift) - std::bit_cast<std::int64_t>(kShift);
  }
}

// PicturePoint by point.
void remap(ConstImageView in, ImageView out, const GeometricMap& map, ImageScratch& scratch) {
  auto& points = scratch.points;
  const auto width = static_cast<std::size_t>(out.width);
  for (std::vector<double>* list : {&points.x, &points.y}) list->resize(width);
  for (std::vector<std::int64_t>* list : {&points.fixed_x, &points.fixed_y}) list->resize(width);
  for (int j = 0; j < out.height; ++j) {
    source_of_row(map, j, points.x, points.y);
    to_fixed(points.x, points.fixed_x);
    to_fixed(points.y, points.fixed_y);
    kernels::remap_row(in, {points.fixed_x, points.fixed_y}, map.sampling, out.row(j));
  }
}

}  // namespace

void warp(ConstImageView in, ImageView out, const GeometricMap& map, std::span<const Clip> clips,
          ImageScratch& scratch) {
  if (!map.is_affine()) return remap(in, out, map, scratch);
  if (map.window.width == 0) return kernels::warp(in, out, {map.affine, map.sampling, clips});
  InverseAffine affine = map.affine;
  affine.x0 -= map.window.left;
  affine.y0 -= map.window.top;
  kernels::warp(part_of(in, map.window), out, {affine, map.sampling, clips});
}

void warp(Image& image, const GeometricMap& map, std::span<const Clip> clips, ImageScratch& scratch) {
  Image& out = scratch.image_like(image);
  warp(image, out, map, clips, scratch);
  std::swap(image, out);
}

}  // namespace variegate
