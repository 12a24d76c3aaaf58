// Every value replaced by the median of those around it.
#include <algorithm>
#include <array>
#include <cmath>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/padding.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

constexpr std::size_t kBlock = 256;  // values whose medians are found together, side by side
using Block = std::array<std::uint8_t, kBlock>;

// The largest value that at least half of the window reaches, found bit by bit from the highest: loops of
// one comparison a value, which vectorise, and the same code for every size of the window.
// `corner`: the first value of the first window; rows of the padded picture lie `stride` apart.
void medians(const std::uint8_t* corner, std::size_t stride, std::size_t step, std::size_t side,
             std::size_t count, Block& median) {
  const auto half = static_cast<std::uint8_t>(side * side / 2 + 1);
  Block trial;
  Block reached;
  median.fill(0);
  for (int bit = 128; bit > 0; bit /= 2) {
    for (std::size_t i = 0; i < count; ++i) trial[i] = static_cast<std::uint8_t>(median[i] | bit);
    reached.fill(0);
    for (std::size_t y = 0; y < side; ++y) {
      for (std::size_t x = 0; x < side; ++x) {
        const std::uint8_t* values = corner + y * stride + x * step;
        for (std::size_t i = 0; i < count; ++i) {
          reached[i] = static_cast<std::uint8_t>(reached[i] + (values[i] >= trial[i] ? 1 : 0));
        }
      }
    }
    for (std::size_t i = 0; i < count; ++i) median[i] = reached[i] >= half ? trial[i] : median[i];
  }
}

void apply(Image& image, const ImageArguments& arguments) {
  const auto radius = static_cast<int>(std::lround(arguments.values[0]));
  if (radius == 0) return;
  Image& padded = arguments.scratch.image;
  pad(image, radius, Padding::replicate, padded);
  const auto side = 2 * static_cast<std::size_t>(radius) + 1;
  const auto step = static_cast<std::size_t>(image.channels);
  Block median;
  for (int y = 0; y < image.height; ++y) {
    for (std::size_t first = 0; first < image.stride(); first += kBlock) {
      const std::size_t count = std::min(kBlock, image.stride() - first);
      medians(padded.row(y) + first, padded.stride(), step, side, count, median);
      std::uint8_t* to = image.row(y) + first;
      for (std::size_t i = 0; i < count; ++i) {
        const bool alpha = step == 4 && i % 4 == 3;
        if (!alpha) to[i] = median[i];
      }
    }
  }
}

}  // namespace

const Op& median_blur() {
  static const Op op{.name = "median_blur",
                     .summary = "replace every value by the median of those around it",
                     .source = "OpenCV's medianBlur",
                     .parameters = {{.name = "radius",
                                     .unit = "pixels",
                                     .summary = "the window is 2 * radius + 1 pixels wide and high; rounded",
                                     .low = 0,
                                     .high = 3,
                                     .fallback = 1,
                                     .neutral = 0,
                                     .integer = true}},
                     .magnitude = {.searchable = true,
                                   .weakest = 0,
                                   .strongest = 3,
                                   .source = "Albumentations' MedianBlur: windows of 3 .. 7 pixels"},
                     .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
