// What variegate train is asked for.
#pragma once

#include <cstdint>
#include <string>

#include "variegate/core/describe.h"
#include "variegate/study/data_plan.h"
#include "variegate/trial/task.h"

namespace variegate::cli {

struct TrainOptions {
  std::string policy;
  Task task;
  std::string base = "auto";
  int report_every = 10;
  std::uint64_t seed = 0;
  std::string checkpoint;
  bool json = false;
};

// All but the policy and the task, which describes itself.
template <MaybeConst<TrainOptions> Options, typename Visit>
void describe(Options& train, Visit&& option) {
  About base = base_option("a published policy");
  base.summary += "; a policy file of a search holds its own";
  option("base", train.base, base);
  option("report_every", train.report_every,
         {.low = 1, .high = kLongestTraining, .summary = "epochs between evaluations"});
  option("seed", train.seed, {.summary = "seed of weights, order and augmentation"});
  option("checkpoint", train.checkpoint,
         {.summary = "file to save the state to, and to continue from when it is there"});
  option("json", train.json, {.summary = "curve and result for machines, no progress"});
}

}  // namespace variegate::cli
