// A population's training: which member continued from whose weights, and what the schedule that is shown
// applies when.
#pragma once

#include <string>

#include "variegate/study/record.h"

namespace variegate {

// Accuracy over epochs, one line for each interval of a member, from the interval whose weights it continued
// from: a tree, in which the lineage of the member shown (the chosen one, else the best at its end) stands
// out. "" when no interval has ended.
std::string lineages_html(const StudyRecord& study);

// For each operation that the schedule of the member shown applies, its share of the samples in every
// stretch, the base left out. "" when there is no such member.
std::string schedule_html(const StudyRecord& study);

}  // namespace variegate
