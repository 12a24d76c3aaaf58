// AutoAugment's space, with a broad part before it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/core/random.h"
#include "variegate/policy/policy.h"
#include "variegate/space/default_ops.h"
#include "variegate/space/kind_options.h"
#include "variegate/space/measure.h"
#include "variegate/space/point.h"

namespace variegate {

// The broad part draws up to `broad_calls` operations for every sample from TrivialAugment's, all up to one
// share of its wide magnitudes: the variety that helps where training and deployment look alike;
// TrivialAugment is a point of it. Up to `sub_policies` sub-policies of `calls` operations follow, each with
// a probability, a strength and a shape; a sample draws one sub-policy, each with the same chance: the
// particular that undoes a shift.
//
// Coordinates: "count" (how many sub-policies are active, less one), then for every slot its op, probability,
// strength, side and half, then "broad.count" (0: none) and "broad.strength" if there is a broad part, and
// those of mix_part.h. Slots past the count do not matter.
//
// Level i of n stands for (i + 1) / n: AutoAugment's level 0 (never applied, or no change) is what "identity"
// is for, and would only be said twice.
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
  std::vector<PolicyField> fields = Policy().fields;  // that the operations are of: see field_op.h
  std::vector<std::string> mixes = {};                // of samples: see mix_part.h
};

template <MaybeConst<SubPolicySpace> Options, typename Visit>
void describe(Options& space, Visit&& option) {
  option("ops", space.ops, ops_option());
  option("sub_policies", space.sub_policies,
         {.low = 1, .high = kMostSlots, .summary = "most sub-policies in a policy", .later = true});
  option("calls", space.calls,
         {.low = 1, .high = kMostSteps, .summary = "operations in a sub-policy", .later = true});
  option("probability_levels", space.probability_levels, levels_option("a probability"));
  option("strength_levels", space.strength_levels, levels_option("a strength"));
  option("ranges", space.ranges,
         {.flag = kNoFlag,
          .summary = "magnitudes drawn up to a strength, instead of fixed ones",
          .later = true});
  option(
      "broad_calls", space.broad_calls,
      {.low = 0,
       .high = kMostSteps,
       .flag = "broad",
       .summary = "most operations drawn for every sample before the sub-policies, as RandAugment does; 0: "
                  "none",
       .later = true});
  option("shapes", space.shapes,
         {.flag = kNoFlag,
          .summary = "magnitudes that may be kept to one side, or to the stronger half",
          .later = true});
  option("mixes", space.mixes, mixes_option());
}

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

// See space/of_kind.h.
std::string_view name_of(const SubPolicySpace& space);
std::vector<Dimension> dimensions_of(const SubPolicySpace& space);
std::vector<int> sizes_of(const SubPolicySpace& space);
ActiveDimensions active_of(const SubPolicySpace& space, const Point& point);
Policy policy_of(const SubPolicySpace& space, const Point& point);
void check_kind(const SubPolicySpace& space, const Policy& base);
void write_kind(const SubPolicySpace& space, Json& json);
void read_kind(SubPolicySpace& space, JsonReader& json);

// One atom a slot that does something, for the broad part one for itself and one for each of its operations,
// and one of the mix.
Measure measure_of(const SubPolicySpace& space, const Point& point);

// Moves: another op in a slot, a slot emptied, a probability or strength moved by up to a third of its
// levels, another side or half, a sub-policy dropped, added, or overwritten by a copy of another, the broad
// part moved, the mix moved.
Point neighbour_of(const SubPolicySpace& space, const Point& point, std::span<const double> op_weights,
                   Stream& random);
// A call, a sub-policy, an operation of the broad part or the mix taken away; calls only where the set has
// "identity".
std::vector<Point> simpler_of(const SubPolicySpace& space, const Point& point);
// One range made whole that had one side or the stronger half.
std::vector<Point> wider_of(const SubPolicySpace& space, const Point& point);
int op_coordinate_of(const SubPolicySpace& space);

// Trial 0 is the base alone (when "identity" is in the set), what all others are compared with. Then every
// operation of the set is tried about equally often, two in a trial, on most samples and at strengths that
// change from round to round, so that an operation which undoes a shift shows by itself; every third trial is
// a broad policy instead (the broad part with so many operations and such a strength as the draw says; in a
// space without one all sub-policies, with many operations), for data where variety is what helps. This is
// group screening (Dorfman 1943; Watson 1961) with the groups redrawn each round. Over each but the base
// alone a mix is laid, or none, where the space has some.
Point start_of(const SubPolicySpace& space, std::uint64_t seed, std::int64_t trial);
std::int64_t start_trials_of(const SubPolicySpace& space);  // one round, with its broad trials and the base

// The base with the operations whose strength is least explored, as the screening tries them: each at the
// level of the upper half that is furthest from those at which a point of `tried` has it on a third of the
// samples or more; of equally far ones the strongest. nullopt: no such level is further away than one.
std::optional<Point> follow_up_of(const SubPolicySpace& space, std::span<const Point> tried, Stream& random);

}  // namespace variegate
