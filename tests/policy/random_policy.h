// Any sound policy: a random tree of every kind of step and distribution, for properties that all policies
// have.
#pragma once

#include <cstdint>
#include <vector>

#include "variegate/policy/policy.h"

namespace variegate {

Policy random_policy(std::uint64_t seed);

// On these fields, of kinds that have operations.
Policy random_policy(std::uint64_t seed, const std::vector<PolicyField>& fields);

}  // namespace variegate
