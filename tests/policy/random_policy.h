// Any sound policy: a random tree of every kind of step and distribution, for properties that all policies
// have.
#pragma once

#include <cstdint>

#include "variegate/policy/policy.h"

namespace variegate {

Policy random_policy(std::uint64_t seed);

}  // namespace variegate
