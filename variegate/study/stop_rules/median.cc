#include <algorithm>
#include <cmath>

#include "variegate/study/early_stop.h"

namespace variegate::stop_rules {
namespace {

double running_average(const Curve& curve, int epoch) {
  double sum = 0.0;
  int count = 0;
  for (const auto& [at, reward] : curve) {
    if (at > epoch) break;
    sum += reward;
    ++count;
  }
  return sum / count;
}

double middle_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
}

// Vizier's rule with a margin: evaluation on n images is uncertain by a standard error of sqrt(p (1 - p) /
// n), so a trial must be below the median by two of them.
bool below_median(const Race& race) {
  constexpr std::size_t kLeastOthers = 5;
  constexpr double kStandardErrors = 2.0;
  const int epoch = race.own.back().first;
  std::vector<double> averages;
  for (const Curve& other : race.others) {
    if (reward_at(other, epoch)) averages.push_back(running_average(other, epoch));
  }
  if (averages.size() < kLeastOthers) return false;
  double best = 0.0;
  for (const auto& [at, reward] : race.own) best = std::max(best, reward);
  const double typical = middle_of(std::move(averages));
  const double images = std::max(1.0, static_cast<double>(race.validation_images));
  return best < typical - kStandardErrors * std::sqrt(typical * (1.0 - typical) / images);
}

}  // namespace

const EarlyStopRule& median() {
  static const EarlyStopRule rule{
      .name = "median",
      .summary =
          "from 60 % of the epochs on, stops a trial whose best reward is below the median of the others' "
          "running averages by two standard errors of the evaluation",
      .source = "Golovin et al., Google Vizier, KDD 2017, section 3.4.2; start and margin are ours",
      .order = 20,
      .brackets = {{1, {0.6, 0.8, 1.0}}},
      .hopeless = below_median,
  };
  return rule;
}

}  // namespace variegate::stop_rules
