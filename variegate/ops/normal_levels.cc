#include "variegate/ops/normal_levels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace variegate {
namespace {

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

NormalLevels make_levels() {
  constexpr std::size_t kCount = NormalLevels{}.size();
  std::array<double, kCount / 2> positive{};
  double squares = 0.0;
  for (std::size_t i = 0; i < positive.size(); ++i) {
    positive[i] = normal_quantile(0.5 + (static_cast<double>(i) + 0.5) / static_cast<double>(kCount));
    squares += 2.0 * positive[i] * positive[i];
  }
  const double scale = (1 << kNormalLevelBits) / std::sqrt(squares / static_cast<double>(kCount));
  NormalLevels levels{};
  for (std::size_t i = 0; i < positive.size(); ++i) {
    const auto level = static_cast<std::int16_t>(std::lround(positive[i] * scale));
    levels[kCount / 2 + i] = level;
    levels[kCount / 2 - 1 - i] = static_cast<std::int16_t>(-level);
  }
  return levels;
}

}  // namespace

const NormalLevels& normal_levels() {
  static const NormalLevels levels = make_levels();
  return levels;
}

}  // namespace variegate
