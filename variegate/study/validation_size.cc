#include "variegate/study/validation_size.h"

#include <fmt/format.h>

#include <cmath>

namespace variegate {
namespace {

// Two runs of different policies disagree on about a quarter of the pictures, which is the variance of the
// difference on one; and policies differ by about two points (the recorded benchmarks,
// docs/experiments/recorded-benchmark.md).
constexpr double kDisagreement = 0.25;
constexpr double kUsualDifference = 0.02;

// A standard error of half the difference lets it be seen. Two digits: it is an estimate.
std::size_t size_for(double pictures, double error, double difference) {
  constexpr double kRounding = 1e-6;
  const double wanted = pictures * std::pow(error / (difference / 2.0), 2);
  const double unit = std::pow(10.0, std::floor(std::log10(wanted)) - 1.0);
  return static_cast<std::size_t>(std::ceil(wanted / unit - kRounding) * unit);
}

std::string warning(std::size_t pictures, double error, const std::string& about, double difference) {
  return fmt::format(
      "{} validation pictures are few: they tell the difference between two policies with a standard error "
      "of "
      "{}{:.1f} points, and policies differ by about {:.1f}; about {} would do",
      pictures, about, 100.0 * error, 100.0 * difference,
      size_for(static_cast<double>(pictures), error, difference));
}

}  // namespace

std::string small_validation_warning(std::size_t pictures) {
  if (pictures == 0) return "";
  const double error = std::sqrt(kDisagreement / static_cast<double>(pictures));
  return error > kUsualDifference ? warning(pictures, error, "about ", kUsualDifference) : "";
}

std::string small_validation_warning(const Decision& decision) {
  if (decision.arms.empty() || decision.picture_error <= decision.spread) return "";
  return warning(decision.pictures, decision.picture_error, "", decision.spread);
}

}  // namespace variegate
