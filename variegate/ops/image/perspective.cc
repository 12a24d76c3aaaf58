// The picture as seen from another place: its corners drawn inwards.
#include <array>

#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/ops/image/parts/parameters.h"

namespace variegate::image_ops {
namespace {

// Upper left, upper right, lower right, lower left.
using Corners = std::array<PicturePoint, 4>;

// The map that takes these points of the result to the corners of the picture: that of the unit square to the
// points in closed form (Heckbert 1989, Fundamentals of Texture Mapping and Image Warping, section 2.2.3),
// inverted by its adjugate, and enlarged to the picture. It is scaled to divide by 1 at the centre of the
// result, which always shows the picture.
GeometricMap to_picture(const Corners& p, int width, int height) {
  const double dx1 = p[1].x - p[2].x, dx2 = p[3].x - p[2].x, sx = p[0].x - p[1].x + p[2].x - p[3].x;
  const double dy1 = p[1].y - p[2].y, dy2 = p[3].y - p[2].y, sy = p[0].y - p[1].y + p[2].y - p[3].y;
  const double determinant = dx1 * dy2 - dx2 * dy1;
  const double g = (sx * dy2 - dx2 * sy) / determinant;
  const double h = (dx1 * sy - sx * dy1) / determinant;
  const double a = p[1].x - p[0].x + g * p[1].x, b = p[3].x - p[0].x + h * p[3].x, c = p[0].x;
  const double d = p[1].y - p[0].y + g * p[1].y, e = p[3].y - p[0].y + h * p[3].y, f = p[0].y;
  const double gx = d * h - e * g, gy = b * g - a * h, g0 = a * e - b * d;
  const double w = gx * width / 2 + gy * height / 2 + g0;
  const double x = width / w, y = height / w;
  return {.affine = {.xx = (e - f * h) * x,
                     .xy = (c * h - b) * x,
                     .x0 = (b * f - c * e) * x,
                     .yx = (f * g - d) * y,
                     .yy = (a - c * g) * y,
                     .y0 = (c * d - a * f) * y},
          .sampling = {},
          .perspective = {.x = gx / w, .y = gy / w, .w = g0 / w}};
}

GeometricMap map(const ImageArguments& arguments, int width, int height) {
  const double across = arguments.values[0] * width / 2;
  const double down = arguments.values[0] * height / 2;
  Corners corners{{{0, 0},
                   {static_cast<double>(width), 0},
                   {static_cast<double>(width), static_cast<double>(height)},
                   {0, static_cast<double>(height)}}};
  for (PicturePoint& corner : corners) {
    const double x = arguments.random.uniform(0, across);
    const double y = arguments.random.uniform(0, down);
    corner.x += corner.x == 0 ? x : -x;
    corner.y += corner.y == 0 ? y : -y;
  }
  GeometricMap drawn = to_picture(corners, width, height);
  drawn.sampling = sampling_from(arguments.values.subspan(1));
  return drawn;
}

}  // namespace

const Op& perspective() {
  static const Op op{
      .name = "perspective",
      .summary = "see the picture at a slant: its corners move inwards, each to a random place",
      .source = "torchvision's RandomPerspective; Pillow's Image.transform, PERSPECTIVE",
      // Above two thirds the corners could be those of a quadrangle that is not convex, and the picture would
      // turn over.
      .parameters = {{.name = "distortion",
                      .unit = "fraction of half the side",
                      .summary = "farthest that a corner moves, along either side",
                      .low = 0,
                      .high = 0.6,
                      .fallback = 0.5,
                      .neutral = 0},
                     fill_parameter(),
                     interpolation_parameter()},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 0.5,
                    .source = "torchvision's RandomPerspective: distortion_scale 0.5"},
      .random = true,
      .does = Geometric{.map = map, .affine = false}};
  return op;
}

}  // namespace variegate::image_ops
