// Independent normal noise on every value.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "variegate/ops/op.h"

namespace variegate::image_ops {
namespace {

constexpr std::size_t kLevels = 4096;

// z with P(Z < z) = probability, Z normal; probability > 1/2. Newton's method on the distribution function.
double normal_quantile(double probability) {
  double z = 1.0;
  for (int step = 0; step < 60; ++step) {
    const double above = 0.5 * std::erfc(z / std::sqrt(2.0));
    const double density = std::exp(-z * z / 2.0) / std::sqrt(2.0 * 3.14159265358979323846);
    z += std::clamp((above - (1.0 - probability)) / density, -1.0, 1.0);
  }
  return z;
}

// The normal distribution as 4096 equally likely values, up to 3.7 sd, scaled to variance 1: one table
// look-up a value in place of a logarithm, a root and a cosine.
std::array<double, kLevels> make_levels() {
  std::array<double, kLevels> levels{};
  double squares = 0.0;
  for (std::size_t i = 0; i < kLevels / 2; ++i) {
    const double z =
        normal_quantile((static_cast<double>(kLevels / 2 + i) + 0.5) / static_cast<double>(kLevels));
    levels[kLevels / 2 + i] = z;
    levels[kLevels / 2 - 1 - i] = -z;
    squares += 2.0 * z * z;
  }
  for (double& level : levels) level /= std::sqrt(squares / static_cast<double>(kLevels));
  return levels;
}

void apply(Image& image, const OpArguments& arguments) {
  static const std::array<double, kLevels> levels = make_levels();
  const double sigma = arguments.values[0];
  if (sigma == 0.0) return;
  constexpr int kFractionBits = 8;
  std::vector<int>& noise = arguments.scratch.integers;
  noise.resize(kLevels);
  for (std::size_t i = 0; i < kLevels; ++i) {
    noise[i] =
        static_cast<int>(std::lround(levels[i] * sigma * (1 << kFractionBits))) + (1 << (kFractionBits - 1));
  }
  const auto add = [&noise](std::uint8_t value, std::uint32_t draw) {
    const int noisy = ((value << kFractionBits) + noise[draw % kLevels]) >> kFractionBits;
    return static_cast<std::uint8_t>(std::clamp(noisy, 0, 255));
  };
  const auto colours = static_cast<std::size_t>(image.colour_channels());
  const auto step = static_cast<std::size_t>(image.channels);
  std::uint32_t draws = 0;  // two values a draw
  bool left = false;
  for (std::size_t first = 0; first < image.pixels.size(); first += step) {
    for (std::size_t i = first; i < first + colours; ++i) {
      draws = left ? draws >> 16 : arguments.random.next();
      left = !left;
      image.pixels[i] = add(image.pixels[i], draws);
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
                                     .summary = "standard deviation in units of 0..255",
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
