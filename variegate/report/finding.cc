#include "variegate/report/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "variegate/report/html.h"
#include "variegate/report/trial_reward.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/final_round.h"

namespace variegate {
namespace {

std::optional<Difference> over(const ArmRecord* arm, const ArmRecord* other) {
  if (arm == nullptr || other == nullptr || arm == other) return std::nullopt;
  Difference difference = paired(*arm, *other);
  if (difference.pairs == 0) return std::nullopt;
  return difference;
}

std::string points(double difference) {
  std::string text = fmt::format("{:.1f}", std::abs(100.0 * difference));
  return text + (text == "1.0" ? " point" : " points");
}

std::string seeds_for_an_interval(std::size_t seeds) {
  return fmt::format("{}: no interval over seeds", seeds == 1 ? "one seed" : "two seeds");
}

std::string interval(const Difference& difference) {
  if (!std::isfinite(difference.low) || !std::isfinite(difference.high))
    return "one seed only, so no interval";
  return "95 % interval " + interval_text(difference.low, difference.high);
}

std::string against_none(const Finding& finding) {
  if (!finding.over_none) return "";
  return fmt::format(", {} {} than with no augmentation", points(finding.over_none->mean),
                     finding.over_none->mean < 0.0 ? "less" : "more");
}

// Which trial or baseline was chosen, as the subject of a sentence.
std::string subject(const StudyRecord& study, const Finding& finding) {
  if (finding.chosen != nullptr && finding.chosen->baseline) return fmt::format("“{}”", *study.chosen);
  return "The policy found";
}

// Accuracy of the choice: of the round that measured it, or of its trial when there was no such round.
double reached(const StudyRecord& study, const Finding& finding) {
  if (finding.chosen != nullptr) return arm_mean(*finding.chosen);
  for (const TrialRecord& trial : study.trials) {
    if (has_reward(trial) && trial_name(trial.trial) == *study.chosen) return trial.outcome->reward;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

void tell(const StudyRecord& study, Finding& finding) {
  const Difference& gain = *finding.over_manual;
  const std::string name = subject(study, finding);
  const bool sure =
      std::isfinite(gain.low) && std::isfinite(gain.high) && (gain.low > 0.0 || gain.high < 0.0);
  if (gain.mean > 0.0 && sure) {
    finding.kind = Finding::Kind::gains;
    finding.headline = fmt::format("{} gains {} over manual augmentation ({}){}.", name, points(gain.mean),
                                   interval(gain), against_none(finding));
  } else if (gain.mean > 0.0) {
    finding.kind = Finding::Kind::may_be_chance;
    finding.headline = fmt::format("{} is {} above manual augmentation, which may be chance ({}){}.", name,
                                   points(gain.mean), interval(gain), against_none(finding));
  } else {
    finding.kind = Finding::Kind::manual_stays;
    finding.headline = fmt::format("{} does not beat manual augmentation: {} points ({}). Keep manual.", name,
                                   points_text(gain.mean), interval(gain));
  }
}

std::string probability_text(double probability) {
  return probability > 0.995 ? "more than 99 %" : fmt::format("{:.0f} %", 100.0 * probability);
}

// What the final round says of an arm that was kept in place of manual.
void tell_choice(const StudyRecord& study, const ArmVerdict& kept, Finding& finding) {
  const std::string between = finding.decision->has_intervals()
                                  ? "95 % interval " + interval_text(kept.low, kept.high)
                                  : seeds_for_an_interval(finding.decision->seeds);
  const bool sure = kept.better >= study.options.confidence;
  finding.kind = sure ? Finding::Kind::gains : Finding::Kind::may_be_chance;
  finding.headline = fmt::format(
      "{} is better than manual augmentation with a probability of {}{}: expected gain {} points ({}).",
      subject(study, finding), probability_text(kept.better), sure ? "" : ", which may be chance",
      points_text(kept.gain), between);
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
  const auto tried = std::count_if(study.trials.begin(), study.trials.end(), has_reward);
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
      if (has_reward(trial)) best = std::max(best, trial.outcome->reward);
    }
    finding.kind = Finding::Kind::running;
    finding.headline = fmt::format("The study is not finished: {} so far, the best at {}.",
                                   counted(tried, "trial"), percent_text(best));
    finding.detail =
        "No policy is chosen before the final round has trained the best ones and the baselines again.";
    return finding;
  }

  const std::vector<ArmRecord>* arms = &study.final_round;
  finding.chosen = chosen;
  if (comparison != nullptr) {
    if (const ArmRecord* same = find_arm_with(comparison->arms, found_policy(study))) {
      finding.on_test = true;
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
    finding.headline = fmt::format("{} reaches {}; it was not measured beside manual augmentation.",
                                   subject(study, finding), percent_text(reached(study, finding)));
  }
  return finding;
}

}  // namespace variegate
