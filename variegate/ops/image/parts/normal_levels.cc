#include "variegate/ops/image/parts/normal_levels.h"

#include <cmath>

#include "variegate/core/normal.h"

namespace variegate {
namespace {

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
