// Independent normal noise on every value.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "variegate/ops/op.h"

namespace variegate::image_ops {
namespace {

constexpr std::size_t kLevels = 4096;
constexpr int kLevelBits = 12;  // fraction bits of a level; with the sign it has 15 bits
constexpr int kSigmaBits = 8;   // fraction bits of sigma; it has 16 bits, and a product fits an int
using Levels = std::array<std::int16_t, kLevels>;

// z with P(Z < z) = probability, Z normal; probability > 1/2. Newton's method on the distribution function.
double normal_quantile(double probability) {
  double z = 1.0;
  for (int step = 0; step < 60; ++step) {
    const double above = 0.5 * std::erfc(z / std::numbers::sqrt2);
    const double density = std::exp(-z * z / 2.0) / std::sqrt(2.0 * std::numbers::pi);
    z += std::clamp((above - (1.0 - probability)) / density, -1.0, 1.0);
  }
  return z;
}

// The normal distribution as 4096 equally likely values, up to 3.7 sd, scaled to variance 1: one table
// look-up a value in place of a logarithm, a root and a cosine.
Levels make_levels() {
  std::array<double, kLevels / 2> positive{};
  double squares = 0.0;
  for (std::size_t i = 0; i < positive.size(); ++i) {
    positive[i] = normal_quantile(0.5 + (static_cast<double>(i) + 0.5) / static_cast<double>(kLevels));
    squares += 2.0 * positive[i] * positive[i];
  }
  const double scale = (1 << kLevelBits) / std::sqrt(squares / static_cast<double>(kLevels));
  Levels levels{};
  for (std::size_t i = 0; i < positive.size(); ++i) {
    const auto level = static_cast<std::int16_t>(std::lround(positive[i] * scale));
    levels[kLevels / 2 + i] = level;
    levels[kLevels / 2 - 1 - i] = static_cast<std::int16_t>(-level);
  }
  return levels;
}

void apply(Image& image, const OpArguments& arguments) {
  static const Levels levels = make_levels();
  const int sigma = static_cast<int>(std::lround(arguments.values[0] * (1 << kSigmaBits)));
  if (sigma == 0) return;
  constexpr int kBits = kLevelBits + kSigmaBits;
  const auto noisy = [sigma](int value, std::uint32_t draw) {
    const int sum = (value << kBits) + sigma * levels[draw % kLevels] + (1 << (kBits - 1));
    return static_cast<std::uint8_t>(std::clamp(sum >> kBits, 0, 255));
  };
  const auto colours = static_cast<std::size_t>(image.colour_channels());
  const auto step = static_cast<std::size_t>(image.channels);
  std::uint32_t draws = 0;  // two values a draw
  bool left = false;
  for (std::size_t first = 0; first < image.pixels.size(); first += step) {
    for (std::size_t i = first; i < first + colours; ++i) {
      draws = left ? draws >> 16 : arguments.random.next();
      left = !left;
      image.pixels[i] = noisy(image.pixels[i], draws);
    }
  }
}

}  // namespace

const Op& gaussian_noise() {
  static const Op op{.name = "gaussian_noise",
                     .summary = "add independent normal noise to every value",
                     .source = "ImageNet-C (Hendrycks and Dietterich 2019), gaussian_noise",
                     .parameters = {{.name = "sigma",
                                     .unit = "byte",
                                     .summary = "standard deviation in units of 0..255, rounded to 1/256",
                                     .low = 0,
                                     .high = 255,
                                     .fallback = 0,
                                     .neutral = 0}},
                     .magnitude = {.searchable = true,
                                   .weakest = 0,
                                   .strongest = 50,
                                   .source = "variegate: 50, as ImageNet-C's severity 3 (0.18 of 255 = 46)"},
                     .random = true,
                     .apply = apply};
  return op;
}

}  // namespace variegate::image_ops
