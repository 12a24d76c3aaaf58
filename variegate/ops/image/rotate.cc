// Rotation about the centre.
#include <cmath>
#include <numbers>

#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/ops/image/parts/parameters.h"

namespace variegate::image_ops {
namespace {

GeometricMap map(const ImageArguments& arguments, int width, int height) {
  const double angle = arguments.values[0] * std::numbers::pi / 180.0;
  const InverseAffine turn{
      .xx = std::cos(angle), .xy = -std::sin(angle), .yx = std::sin(angle), .yy = std::cos(angle)};
  return {about_centre(turn, width, height), sampling_from(arguments.values.subspan(1))};
}

}  // namespace

const Op& rotate() {
  static const Op op{
      .name = "rotate",
      .summary = "turn the picture about its centre",
      .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's Image.rotate",
      .parameters = {{.name = "degrees",
                      .unit = "degrees",
                      .summary = "angle; positive is counter-clockwise",
                      .low = -180,
                      .high = 180,
                      .fallback = 0,
                      .neutral = 0},
                     fill_parameter(),
                     interpolation_parameter(),
                     border_parameter()},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 45,
                    .mirrored = true,
                    .source =
                        "AutoAugment (Cubuk et al. 2019), table 6: 30 degrees; widened to 45 for search, so "
                        "that the shift of data rotated further can be found"},
      .does = Geometric{map}};
  return op;
}

}  // namespace variegate::image_ops
