// Search spaces: what a point is and which policy it stands for. kinds/ holds one kind of space a file.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/core/random.h"
#include "variegate/policy/policy.h"
#include "variegate/space/kinds/box.h"
#include "variegate/space/kinds/intensities.h"
#include "variegate/space/kinds/list.h"
#include "variegate/space/kinds/sub_policies.h"
#include "variegate/space/kinds/uniform.h"
#include "variegate/space/point.h"

namespace variegate {

using SpaceKind = std::variant<SubPolicySpace, UniformSpace, IntensitySpace, ListSpace, BoxSpace>;

// The names of the kinds, in that order: "sub-policies", "uniform", "intensities", "list", "box".
const std::vector<std::string>& space_kinds();

struct Space {
  SpaceKind kind;
  Policy base;  // kept in front of every policy of the space

  std::string name() const;  // of its kind
};

// Error (usage) unless there is at least one point and every point stands for a sound policy.
void check(const Space& space);

std::vector<Dimension> dimensions(const Space& space);

// Error unless the point has a value in range for every dimension of the space.
void check(const Space& space, const Point& point);

// Dimensions that matter in this point, with the role each has in it. A point that differs only in others is
// the same policy.
ActiveDimensions active_dimensions(const Space& space, const Point& point);

// The point with every coordinate that does not matter set to 0: equal for points of the same slots.
Point canonical(const Space& space, const Point& point);

// The policy of a point, base included. Error when the point is not in the space.
Policy decode(const Space& space, const Point& point);

// Every coordinate uniform and independent.
Point draw_point(const Space& space, Stream& random);

Json to_json(const Space& space);
Space space_from_json(JsonReader json);

}  // namespace variegate
