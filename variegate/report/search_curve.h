// The course of a search: the value of every trial, the best so far, and what the baselines reach.
#pragma once

#include <string>

#include "variegate/study/record.h"

namespace variegate {

// "" when no trial has a reward.
std::string search_curve_html(const StudyRecord& study);

}  // namespace variegate
