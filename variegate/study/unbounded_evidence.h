// What is made of the values of a metric without a range: in what unit they are looked at, and how much
// chance there is in them. Nothing here depends on that unit or on where its zero is.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "variegate/study/arm_posterior.h"

namespace variegate {

// How much policies differ, chance included: a robust standard deviation of the trials' values (the median
// distance from their median), or, where they do not tell, of the arms' means. > 0.
double scale_of(std::span<const double> trials, const std::vector<const ArmRecord*>& arms);

// Values further than four scales from the median are drawn in to there: one training that diverged would
// pass for a large spread between policies.
void draw_in(std::span<double> values, double scale);

// Marks the arms that stand as far below the others as apart, and limits how far; sets how far the reference
// may stand from the others.
void set_apart(ArmEvidence& evidence);

// The variance between runs of one policy, pooled over all arms and seeds but of arms that are apart, with a
// prior of two degrees of freedom at the usual seed deviation. `arms`: the reference and those of the
// evidence, in the unit of the metric, of which 1 is `points` points.
FinalNoise unbounded_noise(const std::vector<const ArmRecord*>& arms, const ArmEvidence& evidence,
                           double points, std::size_t pictures);

}  // namespace variegate
