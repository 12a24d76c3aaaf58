// The learning rate over a run.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace variegate {

// Half a cosine from `peak` at step 0 towards 0 after the last of `steps` steps (Loshchilov and Hutter,
// "SGDR", ICLR 2017, without restarts), changed every step.
inline double cosine_rate(double peak, std::int64_t step, std::int64_t steps) {
  const double progress = static_cast<double>(step) / static_cast<double>(steps);
  return 0.5 * peak * (1.0 + std::cos(std::numbers::pi * progress));
}

}  // namespace variegate
