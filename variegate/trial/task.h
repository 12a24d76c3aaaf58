// A task for which policies are sought: data, the child that learns them, how long, and how it is judged.
#pragma once

#include <string>

#include "variegate/data/data_spec.h"
#include "variegate/trial/child_spec.h"

namespace variegate {

inline constexpr int kLongestTraining = 100'000;  // epochs that may be asked for

struct Task {
  DataSpec data = {};
  ChildSpec child = {};
  int epochs = 100;
  std::string metric = "accuracy";  // see OpenRequest::metric
  bool operator==(const Task&) const = default;
};

}  // namespace variegate
