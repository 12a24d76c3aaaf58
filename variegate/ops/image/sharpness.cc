// Sharpness: between the smoothed picture and the picture, and beyond.
#include <utility>

#include "variegate/ops/op.h"
#include "variegate/ops/parameters.h"
#include "variegate/kernels/tone.h"

namespace variegate::image_ops {
namespace {

// Pillow's SMOOTH filter: weight 5 for the pixel, 1 for its eight neighbours, over 13, rounded (no sum lies
// half way, 13 being odd). It has no rule for the outermost pixels and leaves them, and pictures of fewer
// than three rows or columns, as they are.
void apply(Image& image, const OpArguments& arguments) {
  if (image.width < 3 || image.height < 3) return;
  const auto factor = static_cast<float>(arguments.values[0]);
  Image& out = arguments.scratch.image_like(image);
  out.pixels = image.pixels;
  const auto step = static_cast<std::size_t>(image.channels);
  const auto colours = static_cast<std::size_t>(image.colour_channels());
  std::vector<int>& columns = arguments.scratch.integers;  // sums of three pixels, one above the other
  columns.resize(image.stride());
  for (int y = 1; y + 1 < image.height; ++y) {
    const std::uint8_t* above = image.row(y - 1);
    const std::uint8_t* here = image.row(y);
    const std::uint8_t* below = image.row(y + 1);
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = above[i] + here[i] + below[i];
    std::uint8_t* to = out.row(y);
    for (std::size_t first = step; first + step < columns.size(); first += step) {
      for (std::size_t i = first; i < first + colours; ++i) {
        const int sum = columns[i - step] + columns[i] + columns[i + step] + 4 * here[i];
        to[i] = blend((2 * sum + 13) / 26, here[i], factor);
      }
    }
  }
  std::swap(image, out);
}

}  // namespace

const Op& sharpness() {
  static const Op op{.name = "sharpness",
                     .summary = "blur slightly or sharpen",
                     .source = "AutoAugment (Cubuk et al. 2019), table 6; Pillow's ImageEnhance.Sharpness",
                     .parameters = {factor_parameter("0 smoothed, 1 unchanged, more is sharper")},
                     .magnitude = factor_magnitude(),
                     .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
