// Estimates of time from the trials that have ended: whether the budget allows another, what the final round
// may cost.
#pragma once

#include <optional>

#include "variegate/study/final_plan.h"
#include "variegate/study/replay.h"

namespace variegate {

struct Pace {
  const StudyState& state;
  double elapsed = 0.0;  // seconds of the study
  int slots = 1;
  double epoch_seconds = 0.0;  // of the last epoch that was reported, used until a run has ended; 0: none was
};

// Whether another trial and the final round after it fit into what the budget leaves. Always true without a
// budget, and until a trial has ended, when nothing is known, as long as the budget is not spent.
bool time_for_another_trial(const Pace& now);

// Whether the trials under way are to be stopped, so that there is time for a final round. Never without a
// budget.
bool search_is_over(const Pace& now);

// Whether the final round is to end; what the budget leaves then is for the report.
bool final_round_is_over(const Pace& now);

// Whether this many runs of the final round, which are needed together, fit into what is left of the budget.
bool time_for_final_runs(const Pace& now, std::size_t runs);

// The plan, shrunk when it is clearly (by more than 10 %) over what the budget leaves.
FinalPlanned affordable(FinalPlanned plan, const Pace& now);

// How many trials there will be, about: those asked for, or what the budget has room for. 0: not known yet.
std::int64_t trials_in_all(const Pace& now);

// Until the study ends; none while no trial has ended.
std::optional<double> seconds_left(const Pace& now);

}  // namespace variegate
