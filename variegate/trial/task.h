// A task for which policies are sought: data, the child that learns them, and how long.
#pragma once

#include "variegate/data/data_spec.h"
#include "variegate/trial/child_spec.h"

namespace variegate {

inline constexpr int kLongestTraining = 100'000;  // epochs that may be asked for

struct Task {
  DataSpec data = {};
  ChildSpec child = {};
  int epochs = 100;
  bool operator==(const Task&) const = default;
};

}  // namespace variegate
