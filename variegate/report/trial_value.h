// What a trial came to, in the unit of the study's metric.
#pragma once

#include "variegate/study/record.h"

namespace variegate {

// Whether it ended with a number: not failed, and no longer running.
bool has_value(const TrialRecord& trial);

// Of a trial that has one.
double trial_value(const StudyRecord& study, const TrialRecord& trial);

}  // namespace variegate
