#include "variegate/study/estimate.h"

#include <algorithm>

#include "variegate/study/lineage.h"

namespace variegate {
namespace {

// Of training, on one worker while the others work too; 0: not known yet.
double seconds_per_epoch(const StudyRecord& record) {
  double seconds = 0.0;
  double epochs = 0.0;
  for (const TrialRecord& trial : record.trials) {
    if (!trial.outcome) continue;
    seconds += trial.outcome->seconds;
    epochs += epochs_trained(record.trials, trial);
  }
  return epochs > 0.0 ? seconds / epochs : 0.0;
}

// Of a final round as planned, before it is.
double final_round_seconds(const StudyRecord& record, std::size_t trials, double per_epoch, int slots) {
  const StudyOptions& options = record.options;
  if (options.final_policies == 0) return 0.0;
  const std::size_t arms =
      options.baselines.size() + std::min(trials, static_cast<std::size_t>(options.final_policies));
  return final_seconds(arms, static_cast<std::size_t>(final_seeds(record)), final_epochs(options), per_epoch,
                       slots);
}

}  // namespace

bool time_for_another_trial(const StudyState& state, double elapsed, int slots) {
  const StudyOptions& options = state.record.options;
  if (options.budget_seconds == 0.0) return true;
  const double per_epoch = seconds_per_epoch(state.record);
  const double trial = per_epoch * options.epochs;
  constexpr double kMostForTheFinalRound = 0.4;  // of the budget; beyond, it is the final round that shrinks
  const double rest =
      std::min(final_round_seconds(state.record, state.record.trials.size() + 1, per_epoch, slots),
               kMostForTheFinalRound * options.budget_seconds);
  return elapsed + trial + rest < options.budget_seconds;
}

FinalPlanned affordable(FinalPlanned plan, const StudyState& state, double elapsed, int slots) {
  const StudyOptions& options = state.record.options;
  if (options.budget_seconds == 0.0) return plan;
  constexpr double kTolerance = 1.1;  // estimates are not better than that
  const double left = std::max(0.0, options.budget_seconds - elapsed);
  return shrink(std::move(plan), options, left * kTolerance, seconds_per_epoch(state.record), slots);
}

std::optional<double> seconds_left(const StudyState& state, double elapsed, int slots) {
  const StudyOptions& options = state.record.options;
  const double per_epoch = seconds_per_epoch(state.record);
  if (per_epoch == 0.0) return std::nullopt;
  if (!state.final_ended.empty()) {
    const auto runs =
        static_cast<std::size_t>(std::count(state.final_ended.begin(), state.final_ended.end(), false));
    return final_seconds(runs, 1, state.final_epochs, per_epoch, slots);
  }
  const bool population = is_population(options.method);
  double ended = 0.0;  // in whole trials
  for (const TrialRecord& trial : state.record.trials) {
    if (!trial.outcome) continue;
    ended +=
        population ? static_cast<double>(epochs_trained(state.record.trials, trial)) / options.epochs : 1.0;
  }
  const double budget_left = std::max(0.0, options.budget_seconds - elapsed);
  if (options.trials == 0) return budget_left;
  const auto planned = state.search_ended && !population ? state.record.trials.size()
                                                         : static_cast<std::size_t>(options.trials);
  const double at_once =
      std::min<double>(slots, population ? static_cast<double>(options.trials) : options.lookahead + 1.0);
  const double search =
      std::max(0.0, static_cast<double>(planned) - ended) * per_epoch * options.epochs / at_once;
  const double left = search + final_round_seconds(state.record, planned, per_epoch, slots);
  return options.budget_seconds > 0.0 ? std::min(left, budget_left) : left;
}

}  // namespace variegate
