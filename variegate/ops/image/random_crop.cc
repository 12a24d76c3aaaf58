// Padding and a crop of the original size: a shift by whole pixels.
#include <algorithm>
#include <cmath>

#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/ops/image/parts/parameters.h"

namespace variegate::image_ops {
namespace {

GeometricMap map(const ImageArguments& arguments, int width, int height) {
  const int padding =
      static_cast<int>(std::lround(arguments.values[0] + arguments.values[2] * std::min(width, height)));
  const std::uint64_t places = 2 * static_cast<std::uint64_t>(padding) + 1;
  const int down = static_cast<int>(arguments.random.below(places)) - padding;
  const int across = static_cast<int>(arguments.random.below(places)) - padding;
  return {.affine = {.x0 = static_cast<double>(across), .y0 = static_cast<double>(down)},
          .sampling = {.fill = fill_from(arguments.values[1])}};
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
                     fill_parameter(),
                     {.name = "padding_fraction",
                      .unit = "fraction of the shorter side",
                      .summary = "added to the padding in pixels",
                      .low = 0,
                      .high = 1,
                      .fallback = 0,
                      .neutral = 0}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 8,
                    .source = "He et al. 2016, section 4.2: 4 pixels at 32x32; widened to 8 for search"},
      .random = true,
      .does = Geometric{map}};
  return op;
}

}  // namespace variegate::image_ops
