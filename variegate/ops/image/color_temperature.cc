// The light of the scene warmer or cooler.
#include <algorithm>
#include <array>
#include <cmath>

#include "variegate/kernels/table.h"
#include "variegate/ops/description.h"

namespace variegate::image_ops {
namespace {

constexpr double kNeutralKelvin = 6500;  // the white of sRGB, nearly
using LinearRgb = std::array<double, 3>;

// Chromaticity of a black body (CIE 1931): the cubic splines of Kim et al., US patent 7,024,034 (2002),
// within 0.001 of Planck's law from 1667 to 25000 kelvin.
std::array<double, 2> black_body_chromaticity(double kelvin) {
  const double t = 1000.0 / kelvin;
  const double x = kelvin <= 4000 ? ((-0.2661239 * t - 0.2343589) * t + 0.8776956) * t + 0.179910
                                  : ((-3.0258469 * t + 2.1070379) * t + 0.2226347) * t + 0.240390;
  if (kelvin <= 2222) return {x, ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683};
  if (kelvin <= 4000) return {x, ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867};
  return {x, ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483};
}

// Its colour at luminance 1 in the primaries of sRGB (IEC 61966-2-1); blue is cut off at 0 below 1900 kelvin.
LinearRgb black_body(double kelvin) {
  const auto [x, y] = black_body_chromaticity(kelvin);
  const double red = x / y;             // X
  const double blue = (1 - x - y) / y;  // Z; Y is 1
  return {std::max(3.2406 * red - 1.5372 - 0.4986 * blue, 0.0),
          std::max(-0.9689 * red + 1.8758 + 0.0415 * blue, 0.0),
          std::max(0.0557 * red - 0.2040 + 1.0570 * blue, 0.0)};
}

double to_linear(double encoded) {
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double to_encoded(double linear) {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

// Every channel times its gain in linear light. Both whites have luminance 1, so grey keeps its own as long
// as no channel is cut off at 255.
bool tone(const Image& image, std::span<const double> values, Tone& made) {
  if (image.channels == 1) return false;
  static const LinearRgb neutral = black_body(kNeutralKelvin);
  static const std::array<double, 256> linear = [] {
    std::array<double, 256> list{};
    for (std::size_t value = 0; value < list.size(); ++value) {
      list[value] = to_linear(static_cast<double>(value) / 255.0);
    }
    return list;
  }();
  const LinearRgb light = black_body(values[0]);
  made.alike = false;
  for (std::size_t c = 0; c < 3; ++c) {
    const double gain = light[c] / neutral[c];
    made.tables[c] = make_table([gain](int value) {
      return std::lround(255.0 * to_encoded(std::min(gain * linear[static_cast<std::size_t>(value)], 1.0)));
    });
  }
  return true;
}

}  // namespace

const Op& color_temperature() {
  static const Op op{
      .name = "color_temperature",
      .summary = "show the scene in the light of a black body, warmer (redder) or cooler (bluer)",
      .source = "gains in linear sRGB from the black body's colour over that of 6500 K; Kim et al. 2002",
      .parameters = {{.name = "kelvin",
                      .unit = "kelvin",
                      .summary = "temperature of the light: 2700 a lamp, 6500 daylight, 12000 blue sky",
                      .low = 1667,
                      .high = 25000,
                      .fallback = kNeutralKelvin,
                      .neutral = kNeutralKelvin}},
      .magnitude = {.searchable = true,
                    .weakest = kNeutralKelvin,
                    .strongest = 2500,
                    .mirrored = true,
                    .source = "variegate: from a lamp, 2500 K, to shade under a blue sky, 10500 K"},
      .does = ImageTone{tone}};
  return op;
}

}  // namespace variegate::image_ops
