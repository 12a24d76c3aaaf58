// Salt and pepper.
#include <cmath>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/bit_draws.h"

namespace variegate::image_ops {
namespace {

constexpr int kBits = 16;

void apply(Image& image, const ImageArguments& arguments) {
  const auto hit = static_cast<std::uint32_t>(std::lround(arguments.values[0] * (1 << kBits)));
  if (hit == 0) return;
  BitDraws<kBits> draws(arguments.random);
  const auto colours = static_cast<std::size_t>(image.colour_channels());
  const auto step = static_cast<std::size_t>(image.channels);
  for (std::size_t first = 0; first < image.pixels.size(); first += step) {
    for (std::size_t i = first; i < first + colours; ++i) {
      const std::uint32_t draw = draws.next();
      const std::uint8_t impulse = draw < hit / 2 ? 0 : 255;
      image.pixels[i] = draw < hit ? impulse : image.pixels[i];
    }
  }
}

}  // namespace

const Op& impulse_noise() {
  static const Op op{.name = "impulse_noise",
                     .summary = "turn values at random into 0 or 255, each colour by itself",
                     .source = "ImageNet-C (Hendrycks and Dietterich 2019), impulse_noise: salt and pepper",
                     .parameters = {{.name = "fraction",
                                     .unit = "fraction of the values",
                                     .summary = "chance of a value to be hit, rounded to 2^-16; half of the "
                                                "hits are 0, half are 255",
                                     .low = 0,
                                     .high = 1,
                                     .fallback = 0.05,
                                     .neutral = 0}},
                     .magnitude = {.searchable = true,
                                   .weakest = 0,
                                   .strongest = 0.27,
                                   .source = "ImageNet-C, severity 5: 0.27"},
                     .random = true,
                     .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
