// What a final round and the search before it say of the arms, in the points in which study/arm_posterior.h
// believes.
//
// Of a share a point is a percentage point, and what is usual is known from recorded benchmarks. A metric
// without a range has no unit of which anything is known beforehand, so its unit is how much the trials of
// the search differ: a robust standard deviation of theirs counts as the usual spread between policies. A
// choice then stays the same when all values are multiplied by a number.
#pragma once

#include <vector>

#include "variegate/study/arm_posterior.h"
#include "variegate/study/record.h"

namespace variegate {

struct FinalEvidence {
  ArmEvidence arms;  // all but the first
  double points;     // that 1 of the metric is; > 0
};

// The final round with values of which larger ones are better: of a share its rewards, of another metric the
// values, with their sign turned where smaller is better. NaN of failed runs stays.
std::vector<ArmRecord> larger_is_better(const StudyRecord& record);

// `arms`: one or more of larger_is_better(), no run of which failed, the reference first.
FinalEvidence evidence_of(const StudyRecord& record, const std::vector<const ArmRecord*>& arms);

// How many pictures validate a run of the arm.
std::size_t pictures_at_once(const StudyRecord& record, const ArmRecord& arm);

}  // namespace variegate
