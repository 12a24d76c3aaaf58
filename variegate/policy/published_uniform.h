// Published policies that are one rule over a set of operations, with few or no numbers to search.
#pragma once

#include "variegate/policy/policy.h"

namespace variegate {

Policy trivialaugment();

// The operations that TrivialAugment draws one of, with magnitudes up to `strength` (above 0, at most 1) of
// its wide range.
std::vector<Node> trivialaugment_options(double strength);

Policy uniformaugment();
Policy augmix();

}  // namespace variegate
