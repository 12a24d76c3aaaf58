// Shift along x.
#include "variegate/ops/op.h"
#include "variegate/ops/parameters.h"
#include "variegate/ops/warp.h"

namespace variegate::image_ops {
namespace {

void apply(Image& image, const OpArguments& arguments) {
  const InverseAffine shift{.x0 = -(arguments.values[0] * image.width + arguments.values[1])};
  warp(image, shift, sampling_from(arguments.values.subspan(2)), arguments.scratch);
}

}  // namespace

const Op& translate_x() {
  static const Op op{.name = "translate_x",
                     .summary = "move the picture sideways",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's Image.transform, AFFINE",
                     .parameters = {{.name = "fraction",
                                     .unit = "fraction of the width",
                                     .summary = "shift as a part of the width; positive is to the right",
                                     .low = -1,
                                     .high = 1,
                                     .fallback = 0,
                                     .neutral = 0},
                                    shift_in_pixels_parameter(),
                                    fill_parameter(),
                                    interpolation_parameter()},
                     .magnitude = translation_magnitude(),
                     .geometric = true,
                     .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
