#include "variegate/study/statistics.h"

#include <cmath>
#include <limits>
#include <vector>

#include "variegate/core/error.h"

namespace variegate {
namespace {

// Probability that |T| > t, by the finite trigonometric series for whole degrees of freedom (Abramowitz and
// Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4). 1 - A(t) loses digits only far beyond 5 %.
double two_sided_tail(double t, int degrees) {
  const double angle = std::atan(t / std::sqrt(static_cast<double>(degrees)));
  const double cosine2 = std::cos(angle) * std::cos(angle);
  const bool odd = degrees % 2 == 1;
  double term = odd ? std::cos(angle) : 1.0;
  double sum = degrees == 1 ? 0.0 : term;
  for (int k = odd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= cosine2 * (k - 1) / k;
    sum += term;
  }
  constexpr double kPi = 3.14159265358979323846;
  const double within = odd ? 2.0 / kPi * (angle + std::sin(angle) * sum) : std::sin(angle) * sum;
  return 1.0 - within;
}

}  // namespace

double mean(std::span<const double> values) {
  if (values.empty()) return 0.0;
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double standard_deviation(std::span<const double> values) {
  if (values.size() < 2) return 0.0;
  const double centre = mean(values);
  double squares = 0.0;
  for (const double value : values) squares += (value - centre) * (value - centre);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double student_t_below(double t, int degrees_of_freedom) {
  const double tail = two_sided_tail(std::abs(t), degrees_of_freedom) / 2.0;
  return t < 0.0 ? tail : 1.0 - tail;
}

double student_t95(int degrees_of_freedom) {
  if (degrees_of_freedom < 1) {
    throw Error({.where = "student_t95",
                 .what = "degrees of freedom out of range",
                 .got = std::to_string(degrees_of_freedom),
                 .expected = "1 or more",
                 .mend = ""});
  }
  constexpr int kLikeNormal = 1'000'000;  // from here on the quantile is the normal one to six digits
  if (degrees_of_freedom > kLikeNormal) return 1.959963984540054;
  double low = 1.9;
  double high = 13.0;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2.0;
    (two_sided_tail(middle, degrees_of_freedom) > 0.05 ? low : high) = middle;
  }
  return (low + high) / 2.0;
}

Interval paired_difference(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size()) {
    throw Error({.where = "paired_difference",
                 .what = "arms have different numbers of seeds",
                 .got = std::to_string(a.size()) + " and " + std::to_string(b.size()),
                 .expected = "the same seeds in both",
                 .mend = ""});
  }
  std::vector<double> differences(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) differences[i] = a[i] - b[i];
  const double centre = mean(differences);
  if (differences.size() < 2) {
    constexpr double kUnknown = std::numeric_limits<double>::infinity();
    return {.mean = centre, .low = -kUnknown, .high = kUnknown};
  }
  const double half = student_t95(static_cast<int>(differences.size()) - 1) *
                      standard_deviation(differences) / std::sqrt(static_cast<double>(differences.size()));
  return {.mean = centre, .low = centre - half, .high = centre + half};
}

}  // namespace variegate
