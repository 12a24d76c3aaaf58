#include "variegate/search/gaussian_process/expected_improvement.h"

#include <cmath>
#include <numbers>

namespace variegate {

double log_improvement(double z) {
  constexpr double kRootOfTwoPi = 2.5066282746310005;
  const double log_density = -0.5 * z * z - std::log(kRootOfTwoPi);
  if (z > -1.0) return std::log(std::exp(log_density) + z * 0.5 * std::erfc(-z / std::numbers::sqrt2));
  // phi(z) (1 - t M(t)) with t = -z and Mills's ratio M(t) = (1 - Phi(t)) / phi(t).
  const double t = -z;
  constexpr double kFar = 20.0;  // from here on the difference is that of its asymptotic series, to 1e-9
  if (t < kFar) {
    const double mills = kRootOfTwoPi * 0.5 * std::erfc(t / std::numbers::sqrt2) * std::exp(0.5 * t * t);
    return log_density + std::log(1.0 - t * mills);
  }
  const double u = 1.0 / (t * t);
  return log_density + std::log(u * (1.0 - u * (3.0 - u * (15.0 - u * (105.0 - u * 945.0)))));
}

double log_expected_improvement(double mean, double variance, double incumbent) {
  const double deviation = std::sqrt(variance);
  return std::log(deviation) + log_improvement((mean - incumbent) / deviation);
}

}  // namespace variegate
