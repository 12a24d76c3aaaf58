// Contrast: between the flat picture of the mean luma and the picture, and beyond.
#include "variegate/kernels/luma.h"
#include "variegate/kernels/table.h"
#include "variegate/kernels/tone.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/parameters.h"

namespace variegate::image_ops {
namespace {

// The mean is rounded to the nearest whole number.
bool tone(const Image& image, std::span<const double> values, Tone& made) {
  const auto factor = static_cast<float>(values[0]);
  const std::uint64_t count =
      static_cast<std::uint64_t>(image.width) * static_cast<std::uint64_t>(image.height);
  const int mean = static_cast<int>((2 * kernels::sum_of_luma(image) + count) / (2 * count));
  made.tables[0] = make_table([=](int value) { return blend(mean, value, factor); });
  return true;
}

}  // namespace

const Op& contrast() {
  static const Op op{.name = "contrast",
                     .summary = "change the contrast about the mean brightness",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageEnhance.Contrast",
                     .parameters = {factor_parameter("0 flat grey, 1 unchanged, more is more contrast")},
                     .magnitude = factor_magnitude(),
                     .does = ImageTone{tone}};
  return op;
}

}  // namespace variegate::image_ops
