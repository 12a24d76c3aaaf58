// Shift along y.
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/ops/image/parts/parameters.h"

namespace variegate::image_ops {
namespace {

GeometricMap map(const ImageArguments& arguments, int, int height) {
  const InverseAffine shift{.y0 = -(arguments.values[0] * height + arguments.values[1])};
  return {shift, sampling_from(arguments.values.subspan(2))};
}

}  // namespace

const Op& translate_y() {
  static const Op op{.name = "translate_y",
                     .summary = "move the picture up or down",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's Image.transform, AFFINE",
                     .parameters = {{.name = "fraction",
                                     .unit = "fraction of the height",
                                     .summary = "shift as a part of the height; positive is downwards",
                                     .low = -1,
                                     .high = 1,
                                     .fallback = 0,
                                     .neutral = 0},
                                    shift_in_pixels_parameter(),
                                    fill_parameter(),
                                    interpolation_parameter(),
                                    border_parameter()},
                     .magnitude = translation_magnitude(),
                     .does = Geometric{map}};
  return op;
}

}  // namespace variegate::image_ops
