// Falling rain.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "variegate/ops/op.h"
#include "variegate/ops/stroke.h"

namespace variegate::image_ops {
namespace {

void apply(Image& image, const OpArguments& arguments) {
  const double cover = arguments.values[0];
  const double side = std::min(image.width, image.height);
  const double diameter = std::max(arguments.values[1] * side, 1.0);
  const double streak = arguments.values[2] * side;
  const double area = diameter * (std::numbers::pi / 4 * diameter + streak);
  Stream& random = arguments.random;
  // Wind, one for the picture; drops are too heavy to stray from it.
  constexpr double kStray = 0.03;
  const double wind = random.uniform(-0.1, 0.1) * std::numbers::pi;
  for (int left = count_to_cover(cover, area, image); left > 0; --left) {
    const double slant = wind + kStray * random.uniform(-1, 1);
    const double depth = random.uniform(0.5, 1.5);  // near drops are longer
    const auto dx = static_cast<float>(streak * depth * std::sin(slant));
    const auto dy = static_cast<float>(streak * depth * std::cos(slant));
    draw({.x = static_cast<float>(random.uniform(0, image.width)) - 0.5F * dx,
          .y = static_cast<float>(random.uniform(0, image.height)) - 0.5F * dy,
          .dx = dx,
          .dy = dy,
          .radius = static_cast<float>(0.5 * diameter),
          .opacity = static_cast<float>(random.uniform(0.3, 0.8)),
          .colour = {200, 205, 210}},
         image);
  }
}

}  // namespace

const Op& rain() {
  static const Op op{.name = "rain",
                     .summary = "let rain fall before the picture, in thin streaks along the wind",
                     .source = "variegate; Albumentations' RandomRain draws streaks, too",
                     .parameters = {{.name = "cover",
                                     .unit = "fraction of the area",
                                     .summary = "area behind streaks, on average",
                                     .low = 0,
                                     .high = 0.9,
                                     .fallback = 0,
                                     .neutral = 0},
                                    {.name = "diameter",
                                     .unit = "fraction of the shorter side",
                                     .summary = "of a drop, at least a pixel",
                                     .low = 0.001,
                                     .high = 0.1,
                                     .fallback = 0.005,
                                     .neutral = 0.001},
                                    {.name = "streak",
                                     .unit = "fraction of the shorter side",
                                     .summary = "way of a drop while the shutter is open",
                                     .low = 0,
                                     .high = 1,
                                     .fallback = 0.1,
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
