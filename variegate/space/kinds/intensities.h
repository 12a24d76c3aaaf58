// Population-based augmentation's space (Ho et al., ICML 2019, section 3.1).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/policy/policy.h"
#include "variegate/space/kind_options.h"
#include "variegate/space/measure.h"
#include "variegate/space/point.h"
#include "variegate/space/usual_method.h"

namespace variegate {

// The 15 operations of population-based augmentation.
const std::vector<std::string>& intensity_ops();

// A probability and a strength for every copy of every operation. A sample goes through the calls in random
// order until 0, 1 or 2 of them (with chances 0.2, 0.3 and 0.5) have been applied. Coordinates: for every
// operation and copy its probability (level i of n: i / (n - 1), so that level 0 is never) and its strength
// (likewise), then those of mix_part.h.
struct IntensitySpace {
  std::vector<std::string> ops = intensity_ops();
  int copies = 2;
  int probability_levels = 11;
  int strength_levels = 10;
  std::vector<PolicyField> fields = Policy().fields;  // that the operations are of: see field_op.h
  std::vector<std::string> mixes = {};                // of samples: see mix_part.h
};

template <MaybeConst<IntensitySpace> Options, typename Visit>
void describe(Options& space, Visit&& option) {
  option("ops", space.ops, ops_option());
  option(
      "copies", space.copies,
      {.low = 1, .high = kMostCopies, .flag = kNoFlag, .summary = "copies of each operation", .later = true});
  option("probability_levels", space.probability_levels, levels_option("a probability"));
  option("strength_levels", space.strength_levels, levels_option("a strength"));
  option("mixes", space.mixes, mixes_option());
}

// See space/of_kind.h.
std::string_view name_of(const IntensitySpace& space);
std::vector<Dimension> dimensions_of(const IntensitySpace& space);
std::vector<int> sizes_of(const IntensitySpace& space);
ActiveDimensions active_of(const IntensitySpace& space, const Point& point);
Policy policy_of(const IntensitySpace& space, const Point& point);
void check_kind(const IntensitySpace& space, const Policy& base);
void write_kind(const IntensitySpace& space, Json& json);
void read_kind(IntensitySpace& space, JsonReader& json);
Measure measure_of(const IntensitySpace& space, const Point& point);  // one atom a call, and one of the mix
UsualMethod usual_method_of(const IntensitySpace& space);

}  // namespace variegate
