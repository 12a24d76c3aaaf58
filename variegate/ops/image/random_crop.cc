// Padding and a crop of the original size: a shift by whole pixels.
#include <algorithm>
#include <cmath>
#include <utility>

#include "variegate/ops/op.h"
#include "variegate/ops/parameters.h"

namespace variegate::image_ops {
namespace {

void apply(Image& image, const OpArguments& arguments) {
  const int padding = static_cast<int>(std::lround(arguments.values[0]));
  const std::uint8_t fill = fill_from(arguments.values[1]);
  const std::uint64_t places = 2 * static_cast<std::uint64_t>(padding) + 1;
  const int down = static_cast<int>(arguments.random.below(places)) - padding;
  const int across = static_cast<int>(arguments.random.below(places)) - padding;

  Image& out = arguments.scratch.image_like(image);
  std::fill(out.pixels.begin(), out.pixels.end(), fill);
  if (image.channels == 4) {
    for (std::size_t i = 3; i < out.pixels.size(); i += 4) out.pixels[i] = 0;
  }
  const int first = std::max(-across, 0);                        // columns of the result that show
  const int last = std::min(image.width - across, image.width);  // a part of the picture
  for (int y = std::max(-down, 0); y < std::min(image.height - down, image.height) && first < last; ++y) {
    std::copy(image.at(first + across, y + down), image.at(last - 1 + across, y + down) + image.channels,
              out.at(first, y));
  }
  std::swap(image, out);
}

}  // namespace

const Op& random_crop() {
  static const Op op{
      .name = "random_crop",
      .summary = "pad every side and cut the original size out at a random place",
      .source = "He et al. 2016, section 4.2; torchvision's RandomCrop(size, padding)",
      .parameters = {{.name = "padding",
                      .unit = "pixels",
                      .summary = "added on each side, rounded to whole pixels",
                      .low = 0,
                      .high = 1024,
                      .fallback = 4,
                      .neutral = 0,
                      .integer = true},
                     fill_parameter()},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 8,
                    .source = "He et al. 2016, section 4.2: 4 pixels at 32x32; widened to 8 for search"},
      .geometric = true,
      .random = true,
      .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
