#include "variegate/search/controller/adam.h"

#include <cmath>

namespace variegate {
namespace {

// Kingma and Ba 2015, algorithm 1.
constexpr double kMeanDecay = 0.9;
constexpr double kSquareDecay = 0.999;
constexpr double kFloor = 1e-8;

}  // namespace

void Adam::climb(std::span<const double> gradient, std::span<double> parameters) {
  ++steps_;
  // Both running means start at zero; this is what they lack because of it.
  const double mean_share = 1.0 - std::pow(kMeanDecay, static_cast<double>(steps_));
  const double square_share = 1.0 - std::pow(kSquareDecay, static_cast<double>(steps_));
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    mean_[i] += (1.0 - kMeanDecay) * (gradient[i] - mean_[i]);
    square_[i] += (1.0 - kSquareDecay) * (gradient[i] * gradient[i] - square_[i]);
    parameters[i] +=
        learning_rate_ * (mean_[i] / mean_share) / (std::sqrt(square_[i] / square_share) + kFloor);
  }
}

}  // namespace variegate
