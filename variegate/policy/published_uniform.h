// Published policies that are one rule over a set of operations, with few or no numbers to search.
#pragma once

#include "variegate/policy/policy.h"

namespace variegate {

// calls: 1 .. 16; magnitude: 0 .. 10.
Policy randaugment(int calls, double magnitude);
Policy trivialaugment();
Policy uniformaugment();
Policy augmix();

}  // namespace variegate
