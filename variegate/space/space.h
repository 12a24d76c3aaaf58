// Search spaces: what a point is and which policy it stands for.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "variegate/core/json_fwd.h"
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

// Everything that a shift between training data and deployment could call for: all operations on pictures
// that draw fresh variation, and "identity", with which a slot does nothing. random_crop is left to the base.
const std::vector<std::string>& default_ops();

// The 15 operations of population-based augmentation.
const std::vector<std::string>& intensity_ops();

// A broad part and AutoAugment's space behind it. The broad part draws up to `broad_calls` operations for
// every sample from TrivialAugment's, all up to one share of its wide magnitudes: the variety that helps
// where training and deployment look alike; TrivialAugment is a point of it. Up to `sub_policies`
// sub-policies of `calls` operations follow, each with a probability, a strength and a shape; a sample draws
// one sub-policy, each with the same chance: the particular that undoes a shift. Coordinates: "count" (how
// many sub-policies are active, less one), then for every slot its op, probability, strength, side and half,
// then "broad.count" (0: none) and "broad.strength" if there is a broad part. Slots past the count do not
// matter. Level i of n stands for (i + 1) / n: AutoAugment's level 0 (never applied, or no change) is what
// "identity" is for, and would only be said twice.
struct SubPolicySpace {
  std::vector<std::string> ops = default_ops();
  int sub_policies = 5;
  int calls = 2;
  int probability_levels = 5;  // 0.2 .. 1; AutoAugment: 11
  int strength_levels = 10;    // 0.1 .. 1 of weakest .. strongest
  // true: a strength is a range, the magnitude drawn uniformly between the weakest and it for every sample
  // (as TrivialAugment does); false: one fixed magnitude (as AutoAugment does).
  bool ranges = true;
  int broad_calls = 2;  // most operations of the broad part; 0: the space has none
  // true: a magnitude may be kept to one side of the neutral value (darker and never brighter) and to the
  // stronger half of its range (always dark), which is what a shift mostly looks like.
  bool shapes = true;
};

// The operations that the broad part draws from: those of TrivialAugment that are in `ops`, as indices into
// `ops`. Others ruin ordinary pictures too often to be drawn blindly; in a sub-policy they stand on their own
// merit.
std::vector<int> broad_ops(const SubPolicySpace& space);

// The coordinates of the broad part: "broad.count", and "broad.strength" right after it. -1: the space has no
// broad part (broad_calls is 0, or no operation of the set could be drawn).
int broad_coordinate(const SubPolicySpace& space);

// The index of "identity" in `ops`; -1: it is not there.
int identity_of(const SubPolicySpace& space);

// The coordinates (indices into a point) of one slot of a sub-policy space.
struct Slot {
  int op = 0;
  int probability = 0;
  int strength = 0;
  int side = -1;  // this and the next: -1: the space has no shapes
  int half = -1;  // 1: the stronger half of the range alone
};
enum Side { kBothSides, kUpper, kLower };  // values of that coordinate: about the neutral value
inline constexpr int kSides = 3;

inline constexpr int kCountCoordinate = 0;
Slot slot_at(const SubPolicySpace& space, int sub_policy, int call);  // both counted from 0

// RandAugment's space (Cubuk et al., NeurIPS 2020): N operations drawn from the set with replacement, one
// shared strength, each magnitude fixed and on either side. Coordinates: "count" (N - 1), "strength" (level
// i: (i + 1) / n).
struct UniformSpace {
  std::vector<std::string> ops = default_ops();
  int most_calls = 3;  // N in 1 .. most_calls
  int strength_levels = 10;
};

// Population-based augmentation's space (Ho et al., ICML 2019, section 3.1): a probability and a strength for
// every copy of every operation. A sample goes through the calls in random order until 0, 1 or 2 of them
// (with chances 0.2, 0.3 and 0.5) have been applied. Coordinates: for every operation and copy its
// probability (level i of n: i / (n - 1), so that level 0 is never) and its strength (likewise).
struct IntensitySpace {
  std::vector<std::string> ops = intensity_ops();
  int copies = 2;
  int probability_levels = 11;
  int strength_levels = 10;
};

// A list of policies to choose from.
struct ListSpace {
  std::vector<Policy> policies;
};

// Coordinates that mean nothing to this program: every point stands for the base alone. For functions with
// which methods are compared and tested.
struct BoxSpace {
  std::vector<Dimension> dimensions;
};

struct Space {
  std::variant<SubPolicySpace, UniformSpace, IntensitySpace, ListSpace, BoxSpace> kind;
  Policy base;  // kept in front of every policy of the space

  std::string name() const;  // "sub-policies", "uniform", "intensities", "list", "box"
};

// Error (usage) unless there is at least one point and every point stands for a sound policy.
void check(const Space& space);

std::vector<Dimension> dimensions(const Space& space);

// Error unless the point has a value in range for every dimension of the space.
void check(const Space& space, const Point& point);

// Dimensions that matter in this point, with the role each has in it. A point that differs only in others is
// the same policy.
std::vector<std::pair<int, std::string>> active_dimensions(const Space& space, const Point& point);

// The point with every coordinate that does not matter set to 0: equal for points of the same slots.
Point canonical(const Space& space, const Point& point);

// The policy of a point, base included. Error when the point is not in the space.
Policy decode(const Space& space, const Point& point);

// Every coordinate uniform and independent.
Point draw_point(const Space& space, Stream& random);

Json to_json(const Space& space);
Space space_from_json(JsonReader json);

}  // namespace variegate
