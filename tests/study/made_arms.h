// Arms for tests of the final round and of the decision after it.
#pragma once

#include <limits>

#include "variegate/policy/policy.h"

namespace variegate {

constexpr double kFailed = std::numeric_limits<double>::quiet_NaN();

// A policy of that many calls: of equal arms the one with fewer is the simpler.
inline Policy calls_in_a_row(int count) {
  Sequence sequence;
  for (int i = 0; i < count; ++i) {
    Call call;
    call.op = "invert";
    sequence.steps.push_back({call});
  }
  Policy policy;
  policy.root = {sequence};
  return policy;
}

}  // namespace variegate
