#include "variegate/study/final_evidence.h"

#include <algorithm>
#include <limits>

#include "variegate/study/final_plan.h"
#include "variegate/study/statistics.h"
#include "variegate/study/unbounded_evidence.h"

namespace variegate {
namespace {

constexpr double kShareInPoints = 100.0;
constexpr std::size_t kFewestTrials = 3;  // whose rewards say how much policies differ

using Arms = std::vector<const ArmRecord*>;

double goodness(const Metric& metric, double value) {
  return metric.share ? reward_of(metric, value) : gain_of(metric, value);
}

// Each policy once; those of a population are of different epochs.
std::vector<const TrialRecord*> comparable_trials(const StudyRecord& record) {
  std::vector<const TrialRecord*> trials;
  if (drive_of(record.options.method) != Drive::population)
    trials = best_trials(record, std::numeric_limits<int>::max(), {});
  if (trials.size() < kFewestTrials) trials.clear();
  return trials;
}

}  // namespace

std::vector<ArmRecord> larger_is_better(const StudyRecord& record) {
  std::vector<ArmRecord> arms = record.final_round;
  for (ArmRecord& arm : arms) {
    for (double& value : arm.values) value = goodness(record.data.metric, value);
  }
  return arms;
}

std::size_t pictures_at_once(const StudyRecord& record, const ArmRecord& arm) {
  const bool said = !arm.right.empty() && !arm.right.front().empty();
  return said ? arm.right.front().size() : record.data.evaluation_samples;
}

FinalEvidence evidence_of(const StudyRecord& record, const Arms& arms) {
  const Metric& metric = record.data.metric;
  const std::vector<const TrialRecord*> trials = comparable_trials(record);
  std::vector<double> values;
  for (const TrialRecord* trial : trials) {
    const double reward = trial->outcome->reward;
    values.push_back(metric.share ? reward : goodness(metric, value_of(metric, reward)));
  }
  FinalEvidence seen{.arms = {}, .points = kShareInPoints};
  if (!metric.share) {
    const double scale = scale_of(values, arms);
    seen.points = kUsualSpread / scale;
    draw_in(values, scale);
  }
  ArmEvidence& evidence = seen.arms;
  evidence.seeds = arms.front()->seeds.size();
  evidence.fresh_pictures = record.final_folds;
  for (const double value : values) evidence.rewards.push_back(seen.points * value);
  for (std::size_t k = 1; k < arms.size(); ++k) {
    evidence.differences.push_back(seen.points * (mean(arms[k]->values) - mean(arms.front()->values)));
    const auto own = std::find_if(trials.begin(), trials.end(), [&](const TrialRecord* trial) {
      return trial_name(trial->trial) == arms[k]->name;
    });
    evidence.trials.push_back(
        own == trials.end()
            ? std::nullopt
            : std::optional(evidence.rewards[static_cast<std::size_t>(own - trials.begin())]));
  }
  const std::size_t pictures = pictures_at_once(record, *arms.front());
  if (metric.share) {
    evidence.noise = noise_of(arms, evidence.fresh_pictures, pictures);
  } else {
    set_apart(evidence);
    evidence.noise = unbounded_noise(arms, evidence, seen.points, pictures);
  }
  return seen;
}

}  // namespace variegate
