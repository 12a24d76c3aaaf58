#include "variegate/core/normal.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace variegate {

double normal_quantile(double probability) {
  if (probability < 0.5) return -normal_quantile(1.0 - probability);
  // Newton's method on the distribution function, in steps that cannot lead far from it.
  double z = 1.0;
  for (int step = 0; step < 60; ++step) {
    const double above = 0.5 * std::erfc(z / std::numbers::sqrt2);
    const double density = std::exp(-z * z / 2.0) / std::sqrt(2.0 * std::numbers::pi);
    z += std::clamp((above - (1.0 - probability)) / density, -1.0, 1.0);
  }
  return z;
}

}  // namespace variegate
