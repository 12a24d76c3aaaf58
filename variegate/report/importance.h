// Which operations matter: their relation to the reward over all trials, and what the chosen policy makes of
// them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "variegate/study/record.h"

namespace variegate {

// The fewest trials for which operations are ranked: with fewer, what stands out is chance.
constexpr std::size_t kTrialsForImportance = 20;

// Why operations are not ranked, in words: "too few trials to tell ..."; "" where they are.
std::string importance_unknown(const StudyRecord& study);

// Every operation that search may choose: the effect of search/importance.h over the trials (those stopped
// early and failed ones on the scale of search/standing.h) with share and range of policy/shares.h in the
// chosen policy. An operation whose effect cannot be told, because its share was the same in all trials (the
// base's), has NaN. Empty where importance_unknown().
std::vector<OpImportance> op_importance(const StudyRecord& study);

}  // namespace variegate
