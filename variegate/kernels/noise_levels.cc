#include <cmath>

#include "variegate/core/normal.h"
#include "variegate/kernels/noise.h"

namespace variegate {
namespace {

using Levels = std::array<std::int16_t, 2 * kNoiseLevels>;

// Two normal distributions as 64 equally likely values each, of sd 0.8 and 0.6: unequal, so that no two sums
// coincide. Their values are the quantiles of probabilities (i + a) / (64 + 2 a - 1); a is such that the
// fourth moment of the sum is 3, as the normal distribution's. Halves in the middle of each 64th (a = 1/2)
// would leave too little in the tails.
Levels make_levels() {
  constexpr double kPosition = 0.2605;
  constexpr double kShares = static_cast<double>(kNoiseLevels) + 2.0 * kPosition - 1.0;
  std::array<double, kNoiseLevels> quantiles{};
  double squares = 0.0;
  for (std::size_t i = 0; i < kNoiseLevels; ++i) {
    quantiles[i] = normal_quantile((static_cast<double>(i) + kPosition) / kShares);
    squares += quantiles[i] * quantiles[i];
  }
  const double unit = (1 << kNoiseLevelBits) / std::sqrt(squares / static_cast<double>(kNoiseLevels));
  Levels levels{};
  for (std::size_t i = 0; i < kNoiseLevels; ++i) {
    levels[i] = static_cast<std::int16_t>(std::lround(0.8 * unit * quantiles[i]));
    levels[kNoiseLevels + i] = static_cast<std::int16_t>(std::lround(0.6 * unit * quantiles[i]));
  }
  return levels;
}

}  // namespace

const Levels& noise_levels() {
  static const Levels levels = make_levels();
  return levels;
}

}  // namespace variegate
