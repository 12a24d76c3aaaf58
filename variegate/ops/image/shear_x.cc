// Shear along x: rows slide, the first least.
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/ops/image/parts/parameters.h"

namespace variegate::image_ops {
namespace {

GeometricMap map(const ImageArguments& arguments, int, int) {
  const InverseAffine slide{.xy = -arguments.values[0]};
  return {slide, sampling_from(arguments.values.subspan(1))};
}

}  // namespace

const Op& shear_x() {
  static const Op op{
      .name = "shear_x",
      .summary = "slide the rows of the picture, each by its distance from the top edge times the shear",
      .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's Image.transform, AFFINE",
      .parameters = {{.name = "shear",
                      .unit = "pixels a pixel",
                      .summary = "slide of one row against the next; positive is to the right",
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
