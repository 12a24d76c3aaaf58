#include "variegate/report/importance.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "variegate/policy/shares.h"
#include "variegate/search/importance.h"
#include "variegate/search/standing.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/statistics.h"

namespace variegate {

std::string importance_unknown(const StudyRecord& study) {
  // Rewards after a few epochs and after many are not on one scale.
  if (drive_of(study.options.method) == Drive::population)
    return "not told for a population, whose trials end at different epochs";
  const auto ended = static_cast<std::size_t>(
      std::count_if(study.trials.begin(), study.trials.end(),
                    [](const TrialRecord& trial) { return trial.outcome.has_value(); }));
  if (ended >= kTrialsForImportance) return "";
  return fmt::format("too few trials to tell: {} of the {} that it takes", ended, kTrialsForImportance);
}

std::vector<OpImportance> op_importance(const StudyRecord& study) {
  if (!importance_unknown(study).empty()) return {};
  std::vector<Outcome> outcomes;
  std::vector<std::pair<Policy, double>> trials;
  for (const TrialRecord& trial : study.trials) {
    if (!trial.outcome) continue;
    outcomes.push_back(*trial.outcome);
    trials.emplace_back(trial.policy, 0.0);
  }
  const std::vector<double> rewards = standings(outcomes);
  for (std::size_t i = 0; i < trials.size(); ++i) trials[i].second = rewards[i];

  std::vector<OpImportance> importance;
  const double slope = slope_of(study.data.metric, mean(rewards));
  for (const OpEffect& effect : op_effects(trials)) {
    importance.push_back({.op = effect.op,
                          .effect = slope * effect.effect,
                          .uncertainty = std::abs(slope) * effect.uncertainty,
                          .range = ""});
  }
  if (importance.empty() || !study.chosen) return importance;
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  for (const OpShare& share : op_shares(found_policy(study))) {
    auto found = std::find_if(importance.begin(), importance.end(),
                              [&](const auto& op) { return op.op == share.name(); });
    if (found == importance.end()) {
      importance.push_back({.op = share.name(), .effect = kUnknown, .uncertainty = kUnknown, .range = ""});
      found = importance.end() - 1;
    }
    found->share = share.share;
    found->range = share.range;
  }
  return importance;
}

}  // namespace variegate
