// A square of the picture covered.
#include <algorithm>
#include <cmath>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/parameters.h"

namespace variegate::image_ops {
namespace {

// The square may hang over the edge. As the authors' code, for even sides; of an odd side theirs covers one
// less.
void apply(Image& image, const ImageArguments& arguments) {
  const int side = static_cast<int>(std::lround(arguments.values[0] * std::min(image.width, image.height)));
  const std::uint8_t fill = fill_from(arguments.values[1]);
  const int centre_y = static_cast<int>(arguments.random.below(static_cast<std::uint64_t>(image.height)));
  const int centre_x = static_cast<int>(arguments.random.below(static_cast<std::uint64_t>(image.width)));
  const int top = std::max(centre_y - side / 2, 0);
  const int left = std::max(centre_x - side / 2, 0);
  const int bottom = std::min(centre_y - side / 2 + side, image.height);
  const int right = std::min(centre_x - side / 2 + side, image.width);
  if (left >= right) return;
  for (int y = top; y < bottom; ++y) {
    if (image.channels != 4) {
      std::fill(image.at(left, y), image.at(right, y), fill);
      continue;
    }
    for (int x = left; x < right; ++x) std::fill_n(image.at(x, y), 3, fill);
  }
}

}  // namespace

const Op& cutout() {
  static const Op op{
      .name = "cutout",
      .summary = "cover a square at a random place",
      .source = "DeVries and Taylor, Improved Regularization of CNNs with Cutout (2017)",
      .parameters = {{.name = "fraction",
                      .unit = "fraction of the shorter side",
                      .summary =
                          "side of the square, rounded to whole pixels; what hangs over the edge is lost",
                      .low = 0,
                      .high = 1,
                      .fallback = 0.5,
                      .neutral = 0},
                     fill_parameter()},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 0.5,
                    .source = "DeVries and Taylor (2017), section 4.2: 16 of 32 pixels on CIFAR-10"},
      .random = true,
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
