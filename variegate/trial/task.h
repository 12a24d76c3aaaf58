// A task for which policies are sought: data, the child that learns them, how long, and how it is judged.
#pragma once

#include <string>

#include "variegate/core/describe.h"
#include "variegate/data/data_spec.h"
#include "variegate/trial/child_spec.h"
#include "variegate/trial/evaluation.h"

namespace variegate {

inline constexpr int kLongestTraining = 100'000;  // epochs that may be asked for

struct Task {
  DataSpec data = {};
  ChildSpec child = {};
  int epochs = 100;
  std::string metric = "accuracy";  // see OpenRequest::metric
  bool operator==(const Task&) const = default;
};

// All but data and child, which describe themselves.
template <MaybeConst<Task> Options, typename Visit>
void describe(Options& task, Visit&& option) {
  option("epochs", task.epochs,
         {.low = 1, .high = kLongestTraining, .summary = "passes of a run over the training images"});
  option("metric", task.metric, metric_option());
}

}  // namespace variegate
