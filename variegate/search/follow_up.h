// Follow-up runs of a screening design: operations at strengths at which they have not been tried.
#pragma once

#include <optional>
#include <span>

#include "variegate/space/space.h"

namespace variegate {

// The base with the operations whose strength is least explored, as the screening tries them
// (start_design.h): each at the level of the upper half that is furthest from those at which a point of
// `tried` has it on a third of the samples or more; of equally far ones the strongest. As in the foldover
// runs of a screening design (Box and Hunter, Technometrics 1961) levels change ends: an operation may harm
// at one strength and cure at another, which a surrogate that is smooth in strength does not expect. nullopt:
// no such level is further away than one, or the space is not of sub-policies.
std::optional<Point> follow_up(const Space& space, std::span<const Point> tried, Stream& random);

}  // namespace variegate
