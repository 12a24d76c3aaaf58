#include "variegate/study/early_stop.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"

namespace variegate {
namespace {

std::optional<double> accuracy_at(const Curve& curve, int epoch) {
  for (const auto& [at, accuracy] : curve) {
    if (at == epoch) return accuracy;
  }
  return std::nullopt;
}

double running_average(const Curve& curve, int epoch) {
  double sum = 0.0;
  int count = 0;
  for (const auto& [at, accuracy] : curve) {
    if (at > epoch) break;
    sum += accuracy;
    ++count;
  }
  return sum / count;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
}

bool never(const Standing&) { return false; }

// Vizier's rule with a margin: evaluation on n images is uncertain by a standard error of sqrt(p (1 - p) /
// n), so a trial must be below the median by two of them.
bool below_median(const Standing& standing) {
  constexpr std::size_t kLeastOthers = 5;
  constexpr double kStandardErrors = 2.0;
  const int epoch = standing.own.back().first;
  std::vector<double> averages;
  for (const Curve& other : standing.others) {
    if (accuracy_at(other, epoch)) averages.push_back(running_average(other, epoch));
  }
  if (averages.size() < kLeastOthers) return false;
  double best = 0.0;
  for (const auto& [at, accuracy] : standing.own) best = std::max(best, accuracy);
  const double typical = median(std::move(averages));
  const double images = std::max(1.0, static_cast<double>(standing.validation_images));
  return best < typical - kStandardErrors * std::sqrt(typical * (1.0 - typical) / images);
}

// A rung of asynchronous successive halving: of the trials that reached it, the best 1 / `reduction`
// continue, ties included.
bool below_rung(const Standing& standing, std::size_t reduction, std::size_t least_others) {
  const auto [epoch, own] = standing.own.back();
  std::size_t others = 0;
  std::size_t better = 0;
  for (const Curve& other : standing.others) {
    const auto accuracy = accuracy_at(other, epoch);
    if (!accuracy) continue;
    ++others;
    if (*accuracy > own) ++better;
  }
  const std::size_t kept = (others + reduction) / reduction;  // of them and this one, rounded up
  return others >= least_others && better >= kept;
}

bool in_lower_half(const Standing& standing) { return below_rung(standing, 2, 4); }

constexpr double kThird = 1.0 / 3.0;
constexpr double kNinth = 1.0 / 9.0;
bool below_upper_third(const Standing& standing) { return below_rung(standing, 3, 2); }

}  // namespace

const std::vector<EarlyStopRule>& early_stop_rules() {
  static const std::vector<EarlyStopRule> rules{
      {"none", "every trial trains for all its epochs", "", {{1, {1.0}}}, never},
      {"median",
       "from 60 % of the epochs on, stops a trial whose best accuracy is below the median of the others' "
       "running "
       "averages by two standard errors of the evaluation",
       "Golovin et al., Google Vizier, KDD 2017, section 3.4.2; start and margin are ours",
       {{1, {0.6, 0.8, 1.0}}},
       below_median},
      {"halving",
       "at 50 % and at 75 % of the epochs, the better half goes on",
       "Li et al., A System for Massively Parallel Hyperparameter Tuning (ASHA), MLSys 2020, with reduction "
       "factor 2; "
       "the late rungs are ours",
       {{1, {0.5, 0.75, 1.0}}},
       in_lower_half},
      {"asha",
       "at a ninth and at a third of the epochs, the best third goes on",
       "Li et al., ASHA, MLSys 2020, with reduction factor 3 and its rule for stopping instead of promoting",
       {{1, {kNinth, kThird, 1.0}}},
       below_upper_third},
      {"hyperband",
       "as asha, but of 17 trials 9 begin to be compared at a ninth of the epochs, 5 at a third, and 3 are "
       "trained to their end",
       "Li et al., Hyperband, JMLR 2018, with reduction factor 3 and three brackets",
       {{9, {kNinth, kThird, 1.0}}, {5, {kThird, 1.0}}, {3, {1.0}}},
       below_upper_third},
  };
  return rules;
}

const EarlyStopRule& early_stop_rule(const std::string& name) {
  std::vector<std::string> names;
  for (const EarlyStopRule& rule : early_stop_rules()) {
    if (rule.name == name) return rule;
    names.push_back(rule.name);
  }
  throw Error({.where = "",
               .what = "no such rule for stopping early",
               .got = "'" + name + "'" + did_you_mean(name, names),
               .expected = fmt::format("one of {}", fmt::join(names, ", ")),
               .mend = ""},
              ErrorKind::usage);
}

std::size_t bracket_of(const EarlyStopRule& rule, std::int64_t trial) {
  std::int64_t round = 0;
  for (const Bracket& bracket : rule.brackets) round += bracket.trials;
  std::int64_t place = trial % round;
  std::size_t index = 0;
  while (place >= rule.brackets[index].trials) place -= rule.brackets[index++].trials;
  return index;
}

std::vector<int> report_epochs(const EarlyStopRule& rule, std::int64_t trial, int epochs) {
  std::vector<int> at;
  for (const double share : rule.brackets[bracket_of(rule, trial)].report_shares) {
    const int epoch = static_cast<int>(std::ceil(share * epochs - 1e-9));
    if (at.empty() || epoch > at.back()) at.push_back(epoch);
  }
  return at;
}

}  // namespace variegate
