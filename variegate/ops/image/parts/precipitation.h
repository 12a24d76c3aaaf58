// What falls before the lens in streaks along the wind: rain and snow, which differ in numbers only.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "variegate/core/image.h"
#include "variegate/core/random.h"
#include "variegate/ops/parameter.h"

namespace variegate {

struct Precipitation {
  double wind = 0;   // largest slant of all streaks of a picture, drawn once, in parts of half a turn
  double stray = 0;  // how far one streak strays from it, in radians
  // How near things are, from far to near: near streaks are longer.
  double far = 1;
  double near = 1;
  bool grows = false;  // near things are thicker, too
  double least_opacity = 1;
  double most_opacity = 1;
  std::array<std::uint8_t, 3> colour{255, 255, 255};
};

// Draws over the picture. values: the cover, diameter and streak of the parameters below.
void fall(const Precipitation& what, std::span<const double> values, Image& image, Stream& random);

// The parameters of what is scattered over a picture until it covers a part of it.
Parameter cover_parameter(const char* summary);
Parameter diameter_parameter(const char* summary, double high, double fallback);
Parameter streak_parameter(const char* summary, double high, double fallback);

}  // namespace variegate
