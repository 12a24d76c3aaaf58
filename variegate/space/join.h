// Several points made one policy, as AutoAugment ends (Cubuk et al., CVPR 2019): the five sub-policies of
// each of the five best policies become 25.
#pragma once

#include <optional>
#include <span>

#include "variegate/space/space.h"

namespace variegate {

// Every sample draws one of the points' policies, each with the same chance, then one of that policy's
// sub-policies; behind the base of the space. Each mix of samples keeps its share of all samples. nullopt: a
// schedule is among them, which only a root can be, or more mixes than a policy can have.
std::optional<Policy> joined(const Space& space, std::span<const Point> points);

}  // namespace variegate
