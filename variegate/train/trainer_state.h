// What a trainer keeps from one run to the next. It includes libtorch's tensors: for variegate/train alone.
#pragma once

#include <string>

#include "variegate/train/child_model.h"
#include "variegate/train/learner.h"
#include "variegate/train/task_data.h"
#include "variegate/train/trainer.h"
#include "variegate/trial/evaluation.h"

namespace variegate {

struct Trainer::State {
  TaskData data;
  ChildSpec spec;
  TrainerOptions options;
  const EvaluationMetric& metric;
  ChildInputs inputs;
  std::string precision = "";
  std::int64_t parameters = 0;

  // The task's child, or the one that a run names in its place.
  ChildSpec spec_of(const std::string& child) const {
    ChildSpec own = spec;
    if (!child.empty()) own.model = child;
    return own;
  }

  Learner learner(const std::string& child, std::uint64_t seed) const {
    return {spec_of(child), inputs, seed, precision == "bf16"};
  }
};

}  // namespace variegate
