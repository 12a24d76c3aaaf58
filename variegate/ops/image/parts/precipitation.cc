#include "variegate/ops/image/parts/precipitation.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "variegate/ops/image/parts/stroke.h"

namespace variegate {

void fall(const Precipitation& what, std::span<const double> values, Image& image, Stream& random) {
  const double side = std::min(image.width, image.height);
  const double diameter = std::max(values[1] * side, 1.0);
  const double streak = values[2] * side;
  const double area = diameter * (std::numbers::pi / 4 * diameter + streak);
  const double wind = random.uniform(-what.wind, what.wind) * std::numbers::pi;
  for (int left = count_to_cover(values[0], area, image); left > 0; --left) {
    const double slant = wind + what.stray * random.uniform(-1, 1);
    const double depth = random.uniform(what.far, what.near);
    const auto dx = static_cast<float>(streak * depth * std::sin(slant));
    const auto dy = static_cast<float>(streak * depth * std::cos(slant));
    draw({.x = static_cast<float>(random.uniform(0, image.width)) - 0.5F * dx,
          .y = static_cast<float>(random.uniform(0, image.height)) - 0.5F * dy,
          .dx = dx,
          .dy = dy,
          .radius = static_cast<float>(0.5 * diameter * (what.grows ? depth : 1.0)),
          .opacity = static_cast<float>(random.uniform(what.least_opacity, what.most_opacity)),
          .colour = what.colour},
         image);
  }
}

Parameter cover_parameter(const char* summary) {
  return {.name = "cover",
          .unit = "fraction of the area",
          .summary = summary,
          .low = 0,
          .high = 0.9,
          .fallback = 0,
          .neutral = 0};
}

Parameter diameter_parameter(const char* summary, double high, double fallback) {
  return {.name = "diameter",
          .unit = "fraction of the shorter side",
          .summary = summary,
          .low = 0.001,
          .high = high,
          .fallback = fallback,
          .neutral = 0.001};
}

Parameter streak_parameter(const char* summary, double high, double fallback) {
  return {.name = "streak",
          .unit = "fraction of the shorter side",
          .summary = summary,
          .low = 0,
          .high = high,
          .fallback = fallback,
          .neutral = 0};
}

}  // namespace variegate
