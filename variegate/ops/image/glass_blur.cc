// The view through frosted glass.
#include <algorithm>
#include <array>
#include <cmath>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/bit_draws.h"
#include "variegate/ops/image_scratch.h"
#include "variegate/ops/run_image.h"

namespace variegate::image_ops {

const Op& gaussian_blur();

namespace {

constexpr int kBits = 8;

// Every pixel changes places with one up to `distance` away in each direction, the last first. Offsets are
// equally likely to within 1/256.
void shuffle(Image& image, int distance, Stream& random) {
  const auto offsets = static_cast<std::uint32_t>(2 * distance + 1);
  BitDraws<kBits> draws(random);
  const auto offset = [&] { return static_cast<int>((draws.next() * offsets) >> kBits) - distance; };
  const int colours = image.colour_channels();
  for (int y = image.height - 1 - distance; y >= distance; --y) {
    for (int x = image.width - 1 - distance; x >= distance; --x) {
      const int across = offset();
      const int down = offset();
      std::swap_ranges(image.at(x, y), image.at(x, y) + colours, image.at(x + across, y + down));
    }
  }
}

void apply(Image& image, const ImageArguments& arguments) {
  const auto distance = static_cast<int>(std::lround(arguments.values[0]));
  if (distance == 0) return;
  const auto rounds = static_cast<int>(std::lround(arguments.values[1]));
  // One value a parameter of that operation: sigma in pixels, and no share of the side besides.
  const std::array<double, 2> sigma{arguments.values[2], 0.0};
  const ImageArguments blur{.values = sigma, .random = arguments.random, .scratch = arguments.scratch};
  run(std::get<ImageOp>(gaussian_blur().does), image, blur);
  for (int round = 0; round < rounds; ++round) shuffle(image, distance, arguments.random);
  run(std::get<ImageOp>(gaussian_blur().does), image, blur);
}

}  // namespace

const Op& glass_blur() {
  static const Op op{
      .name = "glass_blur",
      .summary = "let near pixels change places at random, blurred before and after",
      .source = "ImageNet-C (Hendrycks and Dietterich 2019), glass_blur",
      .parameters = {{.name = "distance",
                      .unit = "pixels",
                      .summary =
                          "farthest that pixels change places, in each direction; 0 does not blur either",
                      .low = 0,
                      .high = 7,
                      .fallback = 0,
                      .neutral = 0,
                      .integer = true},
                     {.name = "rounds",
                      .unit = "rounds",
                      .summary = "rounds of exchanging pixels",
                      .low = 1,
                      .high = 5,
                      .fallback = 2,
                      .neutral = 1,
                      .integer = true},
                     {.name = "sigma",
                      .unit = "pixels",
                      .summary = "standard deviation of the Gaussian blurs",
                      .low = 0,
                      .high = 5,
                      .fallback = 0.7,
                      .neutral = 0}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 2,
                    .source = "ImageNet-C, severity 3: 2 of 224 pixels"},
      .random = true,
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
