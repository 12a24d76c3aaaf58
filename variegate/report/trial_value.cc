#include "variegate/report/trial_value.h"

#include <cmath>

namespace variegate {

bool has_value(const TrialRecord& trial) {
  return trial.outcome && trial.outcome->ending != Ending::failed && std::isfinite(trial.outcome->reward);
}

double trial_value(const StudyRecord& study, const TrialRecord& trial) {
  return value_of(study.data.metric, trial.outcome->reward);
}

}  // namespace variegate
