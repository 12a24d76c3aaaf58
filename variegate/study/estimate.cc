#include "variegate/study/estimate.h"

#include <algorithm>

#include "variegate/study/arm_results.h"
#include "variegate/study/lineage.h"

namespace variegate {
namespace {

constexpr double kTolerance = 1.05;  // estimates are not better than that

// Seconds per epoch of training, on one worker while the others work too; 0: not known yet.
double seconds_per_epoch(const Pace& now) {
  const std::vector<TrialRecord>& trials = now.state.record.trials;
  double seconds = 0.0;
  double epochs = 0.0;
  for (const TrialRecord& trial : trials) {
    const int trained = epochs_trained(trials, trial);
    if (trained == 0) continue;
    seconds += trial.outcome->seconds;
    epochs += trained;
  }
  return epochs > 0.0 && seconds > 0.0 ? seconds / epochs : now.epoch_seconds;
}

// The same, measured on runs of the final round once one has ended: fewer of them may run at once.
double final_seconds_per_epoch(const Pace& now) {
  const StudyState& state = now.state;
  double seconds = 0.0;
  double runs = 0.0;
  for (const ArmRecord& arm : state.record.final_round) {
    seconds += arm.seconds;
    runs += static_cast<double>(finite_values(arm).size());
  }
  return runs > 0.0 && seconds > 0.0 ? seconds / runs / state.final_epochs : seconds_per_epoch(now);
}

// Seconds of the final round as it would be planned, before it is.
double final_round_seconds(const StudyRecord& record, std::size_t trials, double per_epoch, int slots) {
  const StudyOptions& options = record.options;
  if (options.final_policies == 0) return 0.0;
  const std::size_t arms =
      options.baselines.size() + std::min(trials, static_cast<std::size_t>(options.final_policies));
  return final_seconds(arms, static_cast<std::size_t>(final_seeds(record)), final_epochs(options), per_epoch,
                       slots);
}

// What the search leaves of the budget to the final round.
double kept_for_final_round(const Pace& now, std::size_t trials) {
  const StudyOptions& options = now.state.record.options;
  constexpr double kMost = 0.4;  // of the budget; beyond, it is the final round that shrinks
  const double per_epoch = seconds_per_epoch(now);
  const double most = kMost * options.budget_seconds;
  if (per_epoch == 0.0) return options.final_policies == 0 ? 0.0 : most;
  return std::min(final_round_seconds(now.state.record, trials, per_epoch, now.slots), most);
}

// The report takes time, because its pictures are read and augmented.
double kept_for_report(const StudyOptions& options) {
  constexpr double kShare = 0.02;  // of the budget
  constexpr double kMost = 10.0;   // seconds
  return std::min(kMost, kShare * options.budget_seconds);
}

}  // namespace

bool time_for_another_trial(const Pace& now) {
  const StudyOptions& options = now.state.record.options;
  if (options.budget_seconds == 0.0) return true;
  const double per_epoch = seconds_per_epoch(now);
  if (per_epoch == 0.0) return now.elapsed < options.budget_seconds;
  const double rest = kept_for_final_round(now, now.state.record.trials.size() + 1);
  return now.elapsed + per_epoch * options.epochs + rest < options.budget_seconds;
}

bool search_is_over(const Pace& now) {
  const StudyOptions& options = now.state.record.options;
  if (options.budget_seconds == 0.0) return false;
  // The final round can do with a little less: a trial that is nearly done is not thrown away for it.
  constexpr double kLeast = 0.9;
  const double rest = kLeast * kept_for_final_round(now, now.state.record.trials.size());
  return now.elapsed >= options.budget_seconds - std::max(rest, kept_for_report(options));
}

bool final_round_is_over(const Pace& now) {
  const StudyOptions& options = now.state.record.options;
  return options.budget_seconds > 0.0 && now.elapsed >= options.budget_seconds - kept_for_report(options);
}

bool time_for_final_runs(const Pace& now, std::size_t runs) {
  const StudyOptions& options = now.state.record.options;
  if (options.budget_seconds == 0.0) return true;
  const double seconds =
      final_seconds(runs, 1, now.state.final_epochs, final_seconds_per_epoch(now), now.slots);
  return now.elapsed + seconds <= options.budget_seconds * kTolerance;
}

FinalPlanned affordable(FinalPlanned plan, const Pace& now) {
  const StudyOptions& options = now.state.record.options;
  if (options.budget_seconds == 0.0) return plan;
  const double left = std::max(0.0, options.budget_seconds - kept_for_report(options) - now.elapsed);
  const FinalPlanned whole = plan;
  plan = shrink(std::move(plan), options, left * kTolerance, seconds_per_epoch(now), now.slots);
  plan.shortened = what_was_shortened(whole, plan);
  return plan;
}

std::int64_t trials_in_all(const Pace& now) {
  const StudyOptions& options = now.state.record.options;
  const auto begun = static_cast<std::int64_t>(now.state.record.trials.size());
  if (drive_of(options.method) == Drive::population) return options.members;
  if (now.state.search_ended) return begun;
  const double trial = seconds_per_epoch(now) * options.epochs;
  if (options.budget_seconds == 0.0 || trial == 0.0) return options.trials;
  const std::int64_t ended = std::count_if(now.state.record.trials.begin(), now.state.record.trials.end(),
                                           [](const TrialRecord& one) { return one.outcome.has_value(); });
  const double rest = kept_for_final_round(now, now.state.record.trials.size() + 1);
  const double time = std::max(0.0, options.budget_seconds - rest - now.elapsed);
  const double at_once = std::min(now.slots, options.lookahead + 1);
  const auto fit = std::max(begun, ended + static_cast<std::int64_t>(time / trial * at_once));
  return options.trials > 0 ? std::min(options.trials, fit) : fit;
}

std::optional<double> seconds_left(const Pace& now) {
  const StudyOptions& options = now.state.record.options;
  const double per_epoch = seconds_per_epoch(now);
  const double budget_left = std::max(0.0, options.budget_seconds - now.elapsed);
  const auto within_budget = [&](double seconds) {
    return options.budget_seconds > 0.0 ? std::min(seconds, budget_left) : seconds;
  };
  if (per_epoch == 0.0) return std::nullopt;
  if (!now.state.final_ended.empty()) {
    const auto runs = static_cast<std::size_t>(
        std::count(now.state.final_ended.begin(), now.state.final_ended.end(), false));
    return within_budget(
        final_seconds(runs, 1, now.state.final_epochs, final_seconds_per_epoch(now), now.slots));
  }
  const bool population = drive_of(options.method) == Drive::population;
  double ended = 0.0;  // in whole trials
  for (const TrialRecord& trial : now.state.record.trials) {
    if (!trial.outcome) continue;
    ended += population ? static_cast<double>(epochs_trained(now.state.record.trials, trial)) / options.epochs
                        : 1.0;
  }
  const std::int64_t asked = population ? options.members : options.trials;
  if (asked == 0) return budget_left;
  const auto planned = now.state.search_ended && !population ? now.state.record.trials.size()
                                                             : static_cast<std::size_t>(asked);
  const double at_once =
      std::min<double>(now.slots, population ? static_cast<double>(asked) : options.lookahead + 1.0);
  const double search =
      std::max(0.0, static_cast<double>(planned) - ended) * per_epoch * options.epochs / at_once;
  return within_budget(search + final_round_seconds(now.state.record, planned, per_epoch, now.slots));
}

}  // namespace variegate
