// What is asked of the arms of a final round or a comparison once they have run.
#pragma once

#include <string>
#include <vector>

#include "variegate/study/record.h"

namespace variegate {

std::vector<double> finite_values(const ArmRecord& arm);  // without failed runs

double arm_mean(const ArmRecord& arm);                // over finite ones; NaN for none
double arm_standard_deviation(const ArmRecord& arm);  // NaN for fewer than two
Difference arm_interval(const ArmRecord& arm);        // mean with its 95 % t interval; a is the arm, b is ""

// a minus b over the seeds that both have and neither failed at; pairs may be 0.
Difference paired(const ArmRecord& a, const ArmRecord& b);

const ArmRecord* find_arm(const std::vector<ArmRecord>& arms, const std::string& name);

// The arm that trains the same policy, whatever its name; nullptr when there is none.
const ArmRecord* find_arm_with(const std::vector<ArmRecord>& arms, const Policy& policy);

}  // namespace variegate
