// Saturation: between the grey picture and the picture, and beyond.
#include "variegate/ops/op.h"
#include "variegate/ops/parameters.h"
#include "variegate/kernels/tone.h"

namespace variegate::image_ops {
namespace {

void apply(Image& image, const OpArguments& arguments) {
  if (image.channels == 1) return;
  const auto factor = static_cast<float>(arguments.values[0]);
  const auto step = static_cast<std::size_t>(image.channels);
  for (std::size_t i = 0; i < image.pixels.size(); i += step) {
    std::uint8_t* pixel = &image.pixels[i];
    const int grey = luma(pixel);
    for (int c = 0; c < 3; ++c) pixel[c] = blend(grey, pixel[c], factor);
  }
}

}  // namespace

const Op& color() {
  static const Op op{.name = "color",
                     .summary = "change the saturation",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageEnhance.Color",
                     .parameters = {factor_parameter("0 grey, 1 unchanged, more is more colourful")},
                     .magnitude = factor_magnitude(),
                     .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
