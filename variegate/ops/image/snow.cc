// Falling snow.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "variegate/kernels/tone.h"
#include "variegate/ops/op.h"
#include "variegate/ops/stroke.h"

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

void apply(Image& image, const OpArguments& arguments) {
  const double cover = arguments.values[0];
  if (cover == 0.0) return;
  whiten(image, cover * arguments.values[3]);
  const double side = std::min(image.width, image.height);
  const double diameter = std::max(arguments.values[1] * side, 1.0);
  const double streak = arguments.values[2] * side;
  const double area = diameter * (std::numbers::pi / 4 * diameter + streak);
  Stream& random = arguments.random;
  // Wind, one for the picture, and how far flakes stray from it.
  constexpr double kStray = 0.15;
  const double wind = random.uniform(-0.25, 0.25) * std::numbers::pi;
  for (int left = count_to_cover(cover, area, image); left > 0; --left) {
    const double slant = wind + kStray * random.uniform(-1, 1);
    const double depth = random.uniform(0.6, 1.4);  // near flakes are larger and faster
    const auto dx = static_cast<float>(streak * depth * std::sin(slant));
    const auto dy = static_cast<float>(streak * depth * std::cos(slant));
    draw({.x = static_cast<float>(random.uniform(0, image.width)) - 0.5F * dx,
          .y = static_cast<float>(random.uniform(0, image.height)) - 0.5F * dy,
          .dx = dx,
          .dy = dy,
          .radius = static_cast<float>(0.5 * diameter * depth),
          .opacity = static_cast<float>(random.uniform(0.6, 1))},
         image);
  }
}

}  // namespace

const Op& snow() {
  static const Op op{
      .name = "snow",
      .summary = "let snow fall before the picture, in streaks along the wind, and light it up",
      .source =
          "variegate, in the manner of ImageNet-C's snow (Hendrycks and Dietterich 2019), flake by flake",
      .parameters = {{.name = "cover",
                      .unit = "fraction of the area",
                      .summary = "area behind flakes, on average",
                      .low = 0,
                      .high = 0.9,
                      .fallback = 0,
                      .neutral = 0},
                     {.name = "diameter",
                      .unit = "fraction of the shorter side",
                      .summary = "of a flake, at least a pixel",
                      .low = 0.001,
                      .high = 0.2,
                      .fallback = 0.015,
                      .neutral = 0.001},
                     {.name = "streak",
                      .unit = "fraction of the shorter side",
                      .summary = "way of a flake while the shutter is open",
                      .low = 0,
                      .high = 0.5,
                      .fallback = 0.04,
                      .neutral = 0},
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
      .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
