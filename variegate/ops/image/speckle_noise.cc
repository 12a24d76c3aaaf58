// Noise in proportion to the light.
#include <algorithm>

#include "variegate/core/image.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/bit_draws.h"
#include "variegate/ops/image/parts/normal_levels.h"

namespace variegate::image_ops {
namespace {

void apply(Image& image, const ImageArguments& arguments) {
  if (arguments.values[0] == 0.0) return;
  const auto sigma = static_cast<float>(arguments.values[0] / (1 << kNormalLevelBits));
  const NormalLevels& levels = normal_levels();
  BitDraws<16> draws(arguments.random);
  const auto colours = static_cast<std::size_t>(image.colour_channels());
  const auto step = static_cast<std::size_t>(image.channels);
  for (std::size_t first = 0; first < image.pixels.size(); first += step) {
    for (std::size_t i = first; i < first + colours; ++i) {
      const float gain = 1.0F + sigma * static_cast<float>(levels[draws.next() % levels.size()]);
      const float noisy = static_cast<float>(image.pixels[i]) * gain + 0.5F;
      image.pixels[i] = static_cast<std::uint8_t>(std::clamp(noisy, 0.0F, 255.0F));
    }
  }
}

}  // namespace

const Op& speckle_noise() {
  static const Op op{.name = "speckle_noise",
                     .summary = "add to every value normal noise in proportion to it",
                     .source = "ImageNet-C (Hendrycks and Dietterich 2019), speckle_noise",
                     .parameters = {{.name = "sigma",
                                     .unit = "fraction of the value",
                                     .summary = "standard deviation over the value",
                                     .low = 0,
                                     .high = 2,
                                     .fallback = 0,
                                     .neutral = 0}},
                     .magnitude = {.searchable = true,
                                   .weakest = 0,
                                   .strongest = 0.35,
                                   .source = "ImageNet-C, severity 3: 0.35"},
                     .random = true,
                     .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
