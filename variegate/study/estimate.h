// Estimates of time from the trials that have ended: whether the budget allows another, what the final round
// may cost.
#pragma once

#include <optional>

#include "variegate/study/final_round.h"
#include "variegate/study/replay.h"

namespace variegate {

// Whether another trial and the final round after it fit into what the budget leaves. Always true without a
// budget, and until a trial has ended, when nothing is known, as long as the budget is not spent.
bool time_for_another_trial(const StudyState& state, double elapsed, int slots);

// The plan, shrunk when it is clearly (by more than 10 %) over what the budget leaves.
FinalPlanned affordable(FinalPlanned plan, const StudyState& state, double elapsed, int slots);

// Until the study ends; none while no trial has ended.
std::optional<double> seconds_left(const StudyState& state, double elapsed, int slots);

}  // namespace variegate
