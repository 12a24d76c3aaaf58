// Shear along y: columns slide, the first least.
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/ops/image/parts/parameters.h"

namespace variegate::image_ops {
namespace {

GeometricMap map(const ImageArguments& arguments, int, int) {
  const InverseAffine slide{.yx = -arguments.values[0]};
  return {slide, sampling_from(arguments.values.subspan(1))};
}

}  // namespace

const Op& shear_y() {
  static const Op op{
      .name = "shear_y",
      .summary = "slide the columns of the picture, each by its distance from the left edge times the shear",
      .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's Image.transform, AFFINE",
      .parameters = {{.name = "shear",
                      .unit = "pixels a pixel",
                      .summary = "slide of one column against the next; positive is downwards",
                      .low = -2,
                      .high = 2,
                      .fallback = 0,
                      .neutral = 0},
                     fill_parameter(),
                     interpolation_parameter(),
                     border_parameter()},
      .magnitude = shear_magnitude(),
      .does = Geometric{map}};
  return op;
}

}  // namespace variegate::image_ops
