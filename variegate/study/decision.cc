#include "variegate/study/decision.h"

#include <algorithm>
#include <cmath>

#include "variegate/study/arm_posterior.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/final_evidence.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/statistics.h"

namespace variegate {
namespace {

using Arms = std::vector<const ArmRecord*>;

int rank(const ArmRecord& arm) { return arm.name == "manual" ? 0 : arm.baseline ? 1 : 2; }

// The arms without a failed run, the simplest first.
Arms by_simplicity(const std::vector<ArmRecord>& all) {
  Arms arms;
  for (const ArmRecord& arm : all) {
    if (finite_values(arm).size() == arm.values.size()) arms.push_back(&arm);
  }
  std::stable_sort(arms.begin(), arms.end(), [](const ArmRecord* a, const ArmRecord* b) {
    return std::pair(rank(*a), calls(a->policy)) < std::pair(rank(*b), calls(b->policy));
  });
  return arms;
}

// The arm that is kept: the best baseline by expectation, then the best policy found, each only if it is
// better with enough probability than what is kept so far. Arms are numbered without the reference; nullopt
// is that.
std::optional<std::size_t> kept(const ArmPosterior& posterior, const Arms& arms, double confidence) {
  std::optional<std::size_t> keeps;
  for (const bool baseline : {true, false}) {
    std::optional<std::size_t> best;
    for (std::size_t k = 0; k < posterior.size(); ++k) {
      if (arms[k + 1]->baseline != baseline) continue;
      if (!best || posterior.gain(k) > posterior.gain(*best)) best = k;
    }
    if (best && posterior.better(*best, keeps) >= confidence) keeps = best;
  }
  return keeps;
}

const ArmRecord& highest_mean(const Arms& arms) {
  return **std::max_element(arms.begin(), arms.end(), [](const ArmRecord* a, const ArmRecord* b) {
    return mean(a->values) < mean(b->values);
  });
}

}  // namespace

const ArmVerdict* Decision::find(const std::string& arm) const {
  const auto found = std::find_if(arms.begin(), arms.end(), [&](const auto& own) { return own.arm == arm; });
  return found == arms.end() ? nullptr : &*found;
}

std::optional<Decision> decide(const StudyRecord& record) {
  const std::vector<ArmRecord> good = larger_is_better(record);
  const Arms arms = by_simplicity(good);
  if (arms.empty()) return std::nullopt;
  const auto [evidence, points] = evidence_of(record, arms);
  const std::size_t folds = evidence.fresh_pictures ? evidence.seeds : 1;
  Decision decision;
  decision.seeds = evidence.seeds;
  decision.pictures = folds * pictures_at_once(record, *arms.front());
  // Without a baseline nothing is simpler than what was found.
  if (!arms.front()->baseline) {
    decision.chosen = highest_mean(arms).name;
    return decision;
  }
  decision.chosen = decision.reference = arms.front()->name;
  if (arms.size() == 1) return decision;
  const ArmPosterior posterior(evidence);
  const std::optional<std::size_t> keeps = kept(posterior, arms, record.options.confidence);
  if (keeps) decision.chosen = arms[*keeps + 1]->name;
  const Metric& metric = record.data.metric;
  const auto in_the_metric = [&, &points = points](double difference) {
    return gain_of(metric, difference / points);
  };
  const double reference = arm_mean(*find_arm(record.final_round, decision.reference));
  const double t = student_t95(posterior.degrees());
  for (std::size_t k = 0; k < posterior.size(); ++k) {
    const std::string& name = arms[k + 1]->name;
    const double gain = in_the_metric(posterior.gain(k));
    const double half = t * posterior.deviation(k) / points;
    decision.arms.push_back({.arm = name,
                             .observed = arm_mean(*find_arm(record.final_round, name)) - reference,
                             .gain = gain,
                             .low = gain - half,
                             .high = gain + half,
                             .better = posterior.better(k, std::nullopt)});
  }
  const FinalNoise& noise = evidence.noise;
  const double runs = noise.run / static_cast<double>(evidence.seeds);
  const double unit = 1.0 / points;
  decision.error = std::sqrt(2.0 * (noise.pictures + runs)) * unit;
  if (metric == Metric{})
    decision.picture_error = std::sqrt(2.0 * (noise.pictures + noise.picture_share * runs)) * unit;
  decision.spread = posterior.spread() * unit;
  return decision;
}

}  // namespace variegate
