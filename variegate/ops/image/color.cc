// Saturation: between the grey picture and the picture, and beyond.
#include "variegate/core/image.h"
#include "variegate/kernels/saturation.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/parameters.h"

namespace variegate::image_ops {
namespace {

void apply(Image& image, const ImageArguments& arguments) {
  if (image.channels == 1) return;
  kernels::saturate(image, image, static_cast<float>(arguments.values[0]));
}

}  // namespace

const Op& color() {
  static const Op op{.name = "color",
                     .summary = "change the saturation",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageEnhance.Color",
                     .parameters = {factor_parameter("0 grey, 1 unchanged, more is more colourful")},
                     .magnitude = factor_magnitude(),
                     .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
