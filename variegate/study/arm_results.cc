#include "variegate/study/arm_results.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "variegate/study/statistics.h"

namespace variegate {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

Difference as_difference(const std::string& a, const std::string& b, const std::vector<double>& left,
                         const std::vector<double>& right) {
  const Interval interval = paired_difference(left, right);
  const int pairs = static_cast<int>(left.size());
  return {a, b, pairs == 0 ? kUnknown : interval.mean, interval.low, interval.high, pairs};
}

}  // namespace

std::vector<double> finite_values(const ArmRecord& arm) {
  std::vector<double> values;
  std::copy_if(arm.values.begin(), arm.values.end(), std::back_inserter(values),
               [](double value) { return std::isfinite(value); });
  return values;
}

double arm_mean(const ArmRecord& arm) {
  const std::vector<double> values = finite_values(arm);
  return values.empty() ? kUnknown : mean(values);
}

double arm_standard_deviation(const ArmRecord& arm) {
  const std::vector<double> values = finite_values(arm);
  return values.size() < 2 ? kUnknown : standard_deviation(values);
}

Difference arm_interval(const ArmRecord& arm) {
  const std::vector<double> values = finite_values(arm);
  return as_difference(arm.name, "", values, std::vector<double>(values.size(), 0.0));
}

Difference paired(const ArmRecord& a, const ArmRecord& b) {
  std::vector<double> left, right;
  for (std::size_t i = 0; i < std::min(a.seeds.size(), a.values.size()); ++i) {
    for (std::size_t k = 0; k < std::min(b.seeds.size(), b.values.size()); ++k) {
      if (a.seeds[i] != b.seeds[k] || !std::isfinite(a.values[i]) || !std::isfinite(b.values[k])) continue;
      left.push_back(a.values[i]);
      right.push_back(b.values[k]);
    }
  }
  return as_difference(a.name, b.name, left, right);
}

const ArmRecord* find_arm(const std::vector<ArmRecord>& arms, const std::string& name) {
  const auto found =
      std::find_if(arms.begin(), arms.end(), [&](const ArmRecord& arm) { return arm.name == name; });
  return found == arms.end() ? nullptr : &*found;
}

const ArmRecord* find_arm_with(const std::vector<ArmRecord>& arms, const Policy& policy) {
  const std::uint64_t wanted = hash(policy);
  const auto found = std::find_if(arms.begin(), arms.end(),
                                  [&](const ArmRecord& arm) { return hash(arm.policy) == wanted; });
  return found == arms.end() ? nullptr : &*found;
}

}  // namespace variegate
