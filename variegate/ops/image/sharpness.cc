// Sharpness: between the smoothed picture and the picture, and beyond.
#include <utility>

#include "variegate/core/image.h"
#include "variegate/kernels/sharpen.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/parameters.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

void apply(Image& image, const ImageArguments& arguments) {
  Image& out = arguments.scratch.image_like(image);
  kernels::sharpen(image, out, static_cast<float>(arguments.values[0]));
  std::swap(image, out);
}

}  // namespace

const Op& sharpness() {
  static const Op op{.name = "sharpness",
                     .summary = "blur slightly or sharpen",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageEnhance.Sharpness",
                     .parameters = {factor_parameter("0 smoothed, 1 unchanged, more is sharper")},
                     .magnitude = factor_magnitude(),
                     .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
