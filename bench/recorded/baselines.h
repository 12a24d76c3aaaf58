// The published policies that are recorded beside a task's table: what a search has to beat.
#pragma once

#include <string>
#include <vector>

#include "bench/recorded/task.h"

namespace variegate::recorded {

struct Baseline {
  std::string name;
  Policy policy;
};

// No augmentation; the usual crop (and flip); published policies, none of which needs a search; RandAugment
// for a grid of N and M, which does.
std::vector<Baseline> baselines(const Task& task);

}  // namespace variegate::recorded
