// RandAugment's space (Cubuk et al., NeurIPS 2020).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/policy/policy.h"
#include "variegate/space/default_ops.h"
#include "variegate/space/kind_options.h"
#include "variegate/space/point.h"

namespace variegate {

// N operations drawn from the set with replacement, one shared strength, each magnitude fixed and on either
// side. Coordinates: "count" (N - 1), "strength" (level i: (i + 1) / n), and those of mix_part.h.
struct UniformSpace {
  std::vector<std::string> ops = default_ops();
  int most_calls = 3;  // N in 1 .. most_calls
  int strength_levels = 10;
  std::vector<PolicyField> fields = Policy().fields;  // that the operations are of: see field_op.h
  std::vector<std::string> mixes = {};                // of samples: see mix_part.h
};

template <MaybeConst<UniformSpace> Options, typename Visit>
void describe(Options& space, Visit&& option) {
  option("ops", space.ops, ops_option());
  option("most_calls", space.most_calls,
         {.low = 1,
          .high = kMostSlots,
          .flag = kNoFlag,
          .summary = "most operations drawn for a sample",
          .later = true});
  option("strength_levels", space.strength_levels, levels_option("the strength"));
  option("mixes", space.mixes, mixes_option());
}

// See space/of_kind.h.
std::string_view name_of(const UniformSpace& space);
std::vector<Dimension> dimensions_of(const UniformSpace& space);
ActiveDimensions active_of(const UniformSpace& space, const Point& point);
Policy policy_of(const UniformSpace& space, const Point& point);
void check_kind(const UniformSpace& space, const Policy& base);
void write_kind(const UniformSpace& space, Json& json);
void read_kind(UniformSpace& space, JsonReader& json);

}  // namespace variegate
