// Which trials of a study have a reward to show.
#pragma once

#include <cmath>

#include "variegate/study/record.h"

namespace variegate {

inline bool has_reward(const TrialRecord& trial) {
  return trial.outcome && trial.outcome->ending != Ending::failed && std::isfinite(trial.outcome->reward);
}

}  // namespace variegate
