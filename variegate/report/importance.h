// Which operations matter: their relation to the reward over all trials, and what the chosen policy makes of
// them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "variegate/study/record.h"

namespace variegate {

// How often an operation is applied, and how it is related to the metric over the trials of a study.
struct OpImportance {
  std::string op;
  // The change in the metric, in its unit, when the operation's share goes from 0 to 1 (ridge regression over
  // rewards; of another metric than a share it is the change that a small share begins with).
  double effect = 0.0;
  double uncertainty = 0.0;  // standard error of the effect
  double share = 0.0;        // mean share of samples it is applied to, in the chosen policy
  std::string range;         // of its magnitude in the chosen policy: "-21..21 degrees"; "" when not in it
};

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
