// Falling snow.
#include <algorithm>
#include <cmath>

#include "variegate/core/image.h"
#include "variegate/kernels/tone.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/precipitation.h"

namespace variegate::image_ops {
namespace {

// Snow light on everything: each pixel on its way to the brighter of itself and a bright grey of its luma.
void whiten(Image& image, double share) {
  const auto weight = static_cast<int>(std::lround(256.0 * share));
  const int colours = image.colour_channels();
  std::uint8_t* const end = image.pixels.data() + image.pixels.size();
  for (std::uint8_t* pixel = image.pixels.data(); pixel != end; pixel += image.channels) {
    const int grey = std::min((colours == 1 ? *pixel : luma(pixel)) * 3 / 2 + 128, 255);
    for (int c = 0; c < colours; ++c) {
      const int rise = std::max(grey - pixel[c], 0);
      pixel[c] = static_cast<std::uint8_t>(pixel[c] + ((rise * weight + 128) >> 8));
    }
  }
}

constexpr Precipitation kSnow{.wind = 0.25,
                              .stray = 0.15,
                              .far = 0.6,
                              .near = 1.4,
                              .grows = true,
                              .least_opacity = 0.6,
                              .most_opacity = 1};

void apply(Image& image, const ImageArguments& arguments) {
  const double cover = arguments.values[0];
  if (cover == 0.0) return;
  whiten(image, cover * arguments.values[3]);
  fall(kSnow, arguments.values, image, arguments.random);
}

}  // namespace

const Op& snow() {
  static const Op op{
      .name = "snow",
      .summary = "let snow fall before the picture, in streaks along the wind, and light it up",
      .source =
          "variegate, in the manner of ImageNet-C's snow (Hendrycks and Dietterich 2019), flake by flake",
      .parameters = {cover_parameter("area behind flakes, on average"),
                     diameter_parameter("diameter of a flake, at least a pixel", 0.2, 0.015),
                     streak_parameter("way of a flake while the shutter is open", 0.5, 0.04),
                     {.name = "whitening",
                      .unit = "factor",
                      .summary = "how far the picture turns to bright grey, over the cover",
                      .low = 0,
                      .high = 1,
                      .fallback = 1,
                      .neutral = 0}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 0.3,
                    .source = "variegate: 0.3, as severity 4 of its corruptions"},
      .random = true,
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
