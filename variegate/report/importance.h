// Which operations matter: their relation to the reward over all trials, and what the chosen policy makes of
// them.
#pragma once

#include <vector>

#include "variegate/study/record.h"

namespace variegate {

// Every operation that search may choose: the effect of search/importance.h over the trials (those stopped
// early and failed ones on the scale of search/standing.h) with share and range of policy/shares.h in the
// chosen policy. An operation whose effect cannot be told, because its share was the same in all trials (the
// base's), has NaN. Empty when fewer than three trials have ended, and for a population, whose trials end at
// different epochs.
std::vector<OpImportance> op_importance(const StudyRecord& study);

}  // namespace variegate
