// Contrast: between the flat picture of the mean luma and the picture, and beyond.
#include "variegate/ops/op.h"
#include "variegate/ops/parameters.h"
#include "variegate/ops/table.h"
#include "variegate/kernels/tone.h"

namespace variegate::image_ops {
namespace {

// Rounded to the nearest whole number.
int mean_luma(const Image& image) {
  std::int64_t sum = 0;
  if (image.channels == 1) {
    for (const std::uint8_t value : image.pixels) sum += value;
  } else {
    const auto step = static_cast<std::size_t>(image.channels);
    for (std::size_t i = 0; i < image.pixels.size(); i += step) sum += luma(&image.pixels[i]);
  }
  const std::int64_t count = std::int64_t{image.width} * image.height;
  return static_cast<int>((2 * sum + count) / (2 * count));
}

void apply(Image& image, const OpArguments& arguments) {
  const auto factor = static_cast<float>(arguments.values[0]);
  const int mean = mean_luma(image);
  apply_table(image, make_table([=](int value) { return blend(mean, value, factor); }));
}

}  // namespace

const Op& contrast() {
  static const Op op{.name = "contrast",
                     .summary = "change the contrast about the mean brightness",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageEnhance.Contrast",
                     .parameters = {factor_parameter("0 flat grey, 1 unchanged, more is more contrast")},
                     .magnitude = factor_magnitude(),
                     .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
