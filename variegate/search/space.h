// Search spaces: what a point is and which policy it stands for.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "variegate/core/json.h"
#include "variegate/core/random.h"
#include "variegate/policy/policy.h"

namespace variegate {

// One coordinate of a point: an integer 0 .. size-1 (a category, or a level of an ordered quantity).
struct Dimension {
  std::string name;  // unique in the space: "sub1.op2.strength"
  // What the coordinate means whatever its slot: coordinates of one role are exchangeable, so a model may
  // pool what it learns about them ("op", "probability/rotate", "strength/rotate").
  std::string role;
  int size = 1;          // >= 1
  bool ordered = false;  // levels of a quantity; false: categories
};

// A point gives every dimension of the space a value, including those that do not matter in this point.
using Point = std::vector<int>;

// AutoAugment's space: up to `sub_policies` sub-policies of `calls` operations, each with a probability and a
// strength; a sample draws one sub-policy.
struct SubPolicySpace {
  std::vector<std::string> ops;
  int sub_policies = 5;
  int calls = 2;
  int probability_levels = 11;  // 0 .. 1
  int strength_levels = 10;     // weakest .. strongest
  // true: a strength is a range, the magnitude drawn uniformly between the weakest and it for every sample
  // (as TrivialAugment does); false: one fixed magnitude (as AutoAugment does).
  bool ranges = true;
};

// RandAugment's space: N operations from the set, one shared strength.
struct UniformSpace {
  std::vector<std::string> ops;
  int most_calls = 3;  // N in 1 .. most_calls
  int strength_levels = 10;
};

// A list of policies to choose from.
struct ListSpace {
  std::vector<Policy> policies;
};

struct Space {
  std::variant<SubPolicySpace, UniformSpace, ListSpace> kind;
  Policy base;  // kept in front of every policy of the space

  std::string name() const;
};

std::vector<Dimension> dimensions(const Space& space);

// Dimensions that matter in this point, with the role each has in it. A point that differs only in others is
// the same policy.
std::vector<std::pair<int, std::string>> active_dimensions(const Space& space, const Point& point);

// The policy of a point, base included. Error when the point is not in the space.
Policy decode(const Space& space, const Point& point);

Point draw_point(const Space& space, Stream& random);

Json to_json(const Space& space);
Space space_from_json(JsonReader json);

}  // namespace variegate
