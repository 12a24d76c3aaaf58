// Snowflakes, streaks of rain, splashes: what falls before the lens, drawn over a picture.
#pragma once

#include <array>
#include <cstdint>

#include "variegate/core/image.h"

namespace variegate {

// All points within `radius` of the line from (x, y) to (x + dx, y + dy), in pixels; with dx = dy = 0 a disc.
// Pixel (i, j) has its centre at (i + 0.5, j + 0.5).
struct Stroke {
  float x = 0;
  float y = 0;
  float dx = 0;
  float dy = 0;
  float radius = 1;
  float opacity = 1;                                  // 0..1
  std::array<std::uint8_t, 3> colour{255, 255, 255};  // of a grey picture, the second
};

// Blends the stroke over the colours of the picture, its edge smooth over one pixel. What lies outside the
// picture is lost.
void draw(const Stroke& stroke, Image& image);

// How many things of that area, each at a random place of the picture, cover the fraction (0 .. 1, 1
// excluded) of it on average, overlaps counted once; areas in pixels. The largest is 2^20.
int count_to_cover(double fraction, double area, const Image& image);

}  // namespace variegate
