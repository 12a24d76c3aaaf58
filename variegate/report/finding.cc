#include "variegate/report/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "variegate/report/html.h"
#include "variegate/report/metric_words.h"
#include "variegate/report/trial_value.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/final_plan.h"

namespace variegate {
namespace {

std::optional<Difference> over(const ArmRecord* arm, const ArmRecord* other) {
  if (arm == nullptr || other == nullptr || arm == other) return std::nullopt;
  Difference difference = paired(*arm, *other);
  if (difference.pairs == 0) return std::nullopt;
  return difference;
}

// "53.2 %", "loss 0.74".
std::string judged_words(const Metric& metric, double value) {
  const std::string words = value_words(metric, value);
  return metric == Metric{} ? words : fmt::format("{} {}", metric.name, words);
}

std::string seeds_for_an_interval(std::size_t seeds) {
  return fmt::format("{}: no interval over seeds", seeds == 1 ? "one seed" : "two seeds");
}

std::string interval(const Metric& metric, const Difference& difference) {
  if (!std::isfinite(difference.low) || !std::isfinite(difference.high))
    return "one seed only, so no interval";
  return "95 % interval " + interval_words(metric, difference.low, difference.high);
}

// " in loss"; "" of the accuracy, which goes without saying.
std::string in_what(const Metric& metric) { return metric == Metric{} ? "" : " in " + metric.name; }

// "+5.4 points", "−0.031 in loss".
std::string change_words(const Metric& metric, double difference) {
  return difference_words(metric, difference) + (metric.share ? " points" : "") + in_what(metric);
}

std::string against_none(const Finding& finding) {
  if (!finding.over_none) return "";
  return fmt::format(", {} {} than with no augmentation",
                     amount_words(finding.metric, finding.over_none->mean),
                     finding.over_none->mean < 0.0 ? "less" : "more");
}

// Which trial or baseline was chosen, as the subject of a sentence.
std::string subject(const StudyRecord& study, const Finding& finding) {
  if (finding.chosen != nullptr && finding.chosen->baseline) return fmt::format("“{}”", *study.chosen);
  return "The policy found";
}

// The value of the choice: of the round that measured it, or of its trial when there was no such round.
double reached(const StudyRecord& study, const Finding& finding) {
  if (finding.chosen != nullptr) return arm_mean(*finding.chosen);
  for (const TrialRecord& trial : study.trials) {
    if (has_value(trial) && trial_name(trial.trial) == *study.chosen) return trial_value(study, trial);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

void tell(const StudyRecord& study, Finding& finding) {
  const Difference& over = *finding.over_manual;
  const Metric& metric = finding.metric;
  const std::string name = subject(study, finding);
  const std::string amount = amount_words(metric, over.mean);
  const std::string between = interval(metric, over);
  const bool sure =
      std::isfinite(over.low) && std::isfinite(over.high) && (over.low > 0.0 || over.high < 0.0);
  const bool better = gain_of(metric, over.mean) > 0.0;
  if (better && sure) {
    finding.kind = Finding::Kind::gains;
    finding.headline = metric == Metric{}
                           ? fmt::format("{} gains {} over manual augmentation ({}){}.", name, amount,
                                         between, against_none(finding))
                           : fmt::format("{} is better than manual augmentation by {}{} ({}){}.", name,
                                         amount, in_what(metric), between, against_none(finding));
  } else if (better) {
    finding.kind = Finding::Kind::may_be_chance;
    finding.headline =
        fmt::format("{} is {} {} manual augmentation{}, which may be chance ({}){}.", name, amount,
                    over.mean > 0.0 ? "above" : "below", in_what(metric), between, against_none(finding));
  } else {
    finding.kind = Finding::Kind::manual_stays;
    finding.headline = fmt::format("{} does not beat manual augmentation: {} ({}). Keep manual.", name,
                                   change_words(metric, over.mean), between);
  }
}

std::string probability_text(double probability) {
  return probability > 0.995 ? "more than 99 %" : fmt::format("{:.0f} %", 100.0 * probability);
}

// What the final round says of an arm that was kept in place of manual.
void tell_choice(const StudyRecord& study, const ArmVerdict& kept, Finding& finding) {
  const std::string between = finding.decision->has_intervals()
                                  ? "95 % interval " + interval_words(finding.metric, kept.low, kept.high)
                                  : seeds_for_an_interval(finding.decision->seeds);
  const bool sure = kept.better >= study.options.confidence;
  finding.kind = sure ? Finding::Kind::gains : Finding::Kind::may_be_chance;
  finding.headline = fmt::format(
      "{} is better than manual augmentation with a probability of {}{}: expected {} {} ({}).",
      subject(study, finding), probability_text(kept.better), sure ? "" : ", which may be chance",
      finding.metric.larger_is_better ? "gain" : "change", change_words(finding.metric, kept.gain), between);
}

void tell_manual_stays(const StudyRecord& study, Finding& finding) {
  finding.kind = Finding::Kind::manual_stays;
  const ArmVerdict* next = nullptr;
  if (finding.decision) {
    for (const ArmVerdict& arm : finding.decision->arms) {
      if (next == nullptr || arm.better > next->better) next = &arm;
    }
  }
  if (next == nullptr) {
    finding.headline = "Nothing was compared with manual augmentation: keep it.";
    return;
  }
  finding.headline = fmt::format(
      "Nothing beat manual augmentation with a probability of {:.0f} %: keep it ({} came nearest, with {}).",
      100.0 * study.options.confidence, next->arm, probability_text(next->better));
}

}  // namespace

Finding find_out(const StudyRecord& study, const ComparisonRecord* comparison) {
  Finding finding;
  finding.metric = study.data.metric;
  const auto tried = std::count_if(study.trials.begin(), study.trials.end(), has_value);
  const ArmRecord* chosen = study.chosen ? find_arm(study.final_round, *study.chosen) : nullptr;
  if (tried == 0 && !study.chosen) {
    finding.headline =
        study.trials.empty() ? "No trial has been run yet." : "No trial has ended with a result yet.";
    finding.detail = "The report fills as the study goes on.";
    return finding;
  }
  if (!study.chosen) {
    double best = 0.0;
    for (const TrialRecord& trial : study.trials) {
      if (has_value(trial)) best = std::max(best, trial.outcome->reward);
    }
    finding.kind = Finding::Kind::running;
    finding.headline =
        fmt::format("The study is not finished: {} so far, the best at {}.", counted(tried, "trial"),
                    judged_words(finding.metric, value_of(finding.metric, best)));
    finding.detail =
        "No policy is chosen before the final round has trained the best ones and the baselines again.";
    return finding;
  }

  const std::vector<ArmRecord>* arms = &study.final_round;
  finding.chosen = chosen;
  if (comparison != nullptr) {
    if (const ArmRecord* same = find_arm_with(comparison->arms, found_policy(study))) {
      finding.on_test = true;
      finding.metric = comparison->data.metric;
      finding.chosen = same;
      arms = &comparison->arms;
    }
  }
  if (!finding.on_test) finding.decision = decide(study);
  finding.manual = find_arm(*arms, "manual");
  finding.none = find_arm(*arms, "none");
  finding.over_manual = over(finding.chosen, finding.manual);
  finding.over_none = over(finding.chosen, finding.none);
  if (finding.on_test) {
    finding.detail = fmt::format("Measured on {} test images that the search never saw, {} an arm.",
                                 count_text(static_cast<std::int64_t>(comparison->data.evaluation_samples)),
                                 counted(static_cast<std::int64_t>(finding.chosen->seeds.size()), "seed"));
  } else {
    const std::string images = count_text(static_cast<std::int64_t>(study.data.evaluation_samples));
    finding.detail =
        finding.chosen == nullptr
            ? "Measured once, on " + images + " validation images; there was no final round."
            : "Measured on " + images +
                  " validation images in the final round, which also made the choice: what chance explains "
                  "of the best score is taken off. The command variegate compare measures it on the test "
                  "set.";
  }

  const ArmVerdict* kept = finding.decision ? finding.decision->find(*study.chosen) : nullptr;
  if (*study.chosen == "manual" || (finding.chosen != nullptr && finding.chosen == finding.manual)) {
    tell_manual_stays(study, finding);
  } else if (kept != nullptr && finding.decision->reference == "manual") {
    tell_choice(study, *kept, finding);
  } else if (finding.over_manual) {
    tell(study, finding);
  } else {
    finding.kind = Finding::Kind::may_be_chance;
    finding.headline =
        fmt::format("{} reaches {}; it was not measured beside manual augmentation.", subject(study, finding),
                    judged_words(finding.metric, reached(study, finding)));
  }
  return finding;
}

}  // namespace variegate
