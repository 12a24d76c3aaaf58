#include "variegate/search/gaussian_process/bfgs.h"

#include <algorithm>
#include <cmath>

namespace variegate {
namespace {

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

double climb(const Differentiable& function, std::vector<double>& x, int steps) {
  constexpr double kLongestStep = 2.0;  // of one variable
  constexpr double kSufficient = 1e-4;  // share of the gain that the gradient promises
  constexpr int kHalvings = 20;
  constexpr double kSettled = 1e-6;  // gain of a step that ends the climb
  const std::size_t size = x.size();
  std::vector<double> gradient(size);
  double value = function(x, gradient);
  // An estimate of the inverse of the negative Hessian.
  std::vector<double> curvature(size * size, 0.0);
  const auto reset = [&] {
    std::fill(curvature.begin(), curvature.end(), 0.0);
    const double length = std::max(1.0, std::sqrt(dot(gradient, gradient)));
    for (std::size_t i = 0; i < size; ++i) curvature[i * size + i] = 1.0 / length;
  };
  reset();
  std::vector<double> direction(size), other(size), other_gradient(size), moved(size), turned(size);
  for (int step = 0; step < steps; ++step) {
    for (std::size_t i = 0; i < size; ++i)
      direction[i] = dot(std::span(curvature).subspan(i * size, size), gradient);
    double slope = dot(direction, gradient);
    if (!(slope > 0.0)) {
      reset();
      for (std::size_t i = 0; i < size; ++i) direction[i] = curvature[i * size + i] * gradient[i];
      slope = dot(direction, gradient);
      if (!(slope > 0.0)) break;
    }
    double longest = 0.0;
    for (const double component : direction) longest = std::max(longest, std::abs(component));
    double length = std::min(1.0, kLongestStep / longest);
    double found = value;
    int halvings = 0;
    for (; halvings < kHalvings; ++halvings, length /= 2.0) {
      for (std::size_t i = 0; i < size; ++i) other[i] = x[i] + length * direction[i];
      found = function(other, other_gradient);
      if (found >= value + kSufficient * length * slope) break;  // false for NaN
    }
    if (halvings == kHalvings) break;
    for (std::size_t i = 0; i < size; ++i) {
      moved[i] = other[i] - x[i];
      turned[i] = gradient[i] - other_gradient[i];
    }
    const double gain = found - value;
    x = other;
    value = found;
    gradient = other_gradient;
    if (gain < kSettled) break;
    const double bend = dot(moved, turned);
    if (bend <= 1e-10) continue;  // not concave here: the curvature stays what it was
    std::vector<double> bent(size);
    for (std::size_t i = 0; i < size; ++i)
      bent[i] = dot(std::span(curvature).subspan(i * size, size), turned);
    const double weight = (1.0 + dot(turned, bent) / bend) / bend;
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j) {
        curvature[i * size + j] +=
            weight * moved[i] * moved[j] - (bent[i] * moved[j] + moved[i] * bent[j]) / bend;
      }
    }
  }
  return value;
}

}  // namespace variegate
