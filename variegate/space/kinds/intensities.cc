#include "variegate/space/kinds/intensities.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/ops/op.h"
#include "variegate/policy/check.h"
#include "variegate/policy/published_calls.h"
#include "variegate/space/field_op.h"
#include "variegate/space/ops_kind.h"

namespace variegate {
namespace {

// Level `level` of `levels` as a share of the whole: 0 .. 1.
double share_from_zero(int level, int levels) {
  return levels == 1 ? 1.0 : static_cast<double>(level) / (levels - 1);
}

// The coordinates of the calls, two each.
std::size_t call_coordinates(const IntensitySpace& space) {
  return 2 * space.ops.size() * static_cast<std::size_t>(space.copies);
}

}  // namespace

const std::vector<std::string>& intensity_ops() {
  static const std::vector<std::string> ops{"shear_x",    "shear_y",       "translate_x", "translate_y",
                                            "rotate",     "auto_contrast", "invert",      "equalize",
                                            "solarize",   "posterize",     "contrast",    "color",
                                            "brightness", "sharpness",     "cutout"};
  return ops;
}

std::string_view name_of(const IntensitySpace&) { return "intensities"; }

std::vector<Dimension> dimensions_of(const IntensitySpace& space) {
  std::vector<Dimension> all;
  for (const std::string& op : space.ops) {
    for (int copy = 1; copy <= space.copies; ++copy) {
      const std::string call = fmt::format("{}{}.", op, copy);
      all.push_back({call + "probability", "probability/" + op, space.probability_levels, true});
      all.push_back({call + "strength", "strength/" + op, space.strength_levels, true});
    }
  }
  add_mix_dimensions(space.mixes, all);
  return all;
}

std::vector<int> sizes_of(const IntensitySpace& space) {
  std::vector<int> sizes;
  for (std::size_t i = 0; i < call_coordinates(space); i += 2)
    sizes.insert(sizes.end(), {space.probability_levels, space.strength_levels});
  add_mix_sizes(space.mixes, sizes);
  return sizes;
}

ActiveDimensions active_of(const IntensitySpace& space, const Point& point) {
  ActiveDimensions active;
  for (std::size_t i = 0; i < call_coordinates(space); i += 2) {
    const std::string& op = space.ops[i / 2 / static_cast<std::size_t>(space.copies)];
    active.emplace_back(static_cast<int>(i), "probability/" + op);
    if (point[i] > 0 && field_op(op, space.fields).op.magnitude.searchable)
      active.emplace_back(static_cast<int>(i) + 1, "strength/" + op);
  }
  add_active_mix(space.mixes, point, active);
  return active;
}

Policy policy_of(const IntensitySpace& space, const Point& point) {
  Choose one;
  one.until_applied = true;
  for (std::size_t i = 0; i < call_coordinates(space); i += 2) {
    const double probability = share_from_zero(point[i], space.probability_levels);
    if (probability == 0.0) continue;
    const std::string& op = space.ops[i / 2 / static_cast<std::size_t>(space.copies)];
    one.options.push_back({call_of(op, space.fields, readable(probability),
                                   share_from_zero(point[i + 1], space.strength_levels), {})});
  }
  Policy policy;
  policy.fields = space.fields;
  policy.batch = mix_calls(space.mixes, space.fields, point);
  if (one.options.empty()) return policy;
  Choose two = one;
  two.count = 2;
  policy.root = {Choose{.options = {{Sequence{}}, {std::move(one)}, {std::move(two)}}, .weights = {2, 3, 5}}};
  return policy;
}

void check_kind(const IntensitySpace& space, const Policy& base) {
  check_ops_kind(space, base);
  const std::size_t calls = call_coordinates(space) / 2;
  if (calls > kMostDraws) {
    refuse_space("too many calls to go through", std::to_string(calls), fmt::format("at most {}", kMostDraws),
                 "fewer operations, or fewer copies of each");
  }
}

void write_kind(const IntensitySpace& space, Json& json) { write_ops_kind(space, json); }
void read_kind(IntensitySpace& space, JsonReader& json) { read_ops_kind(space, json); }

// About 1.3 of the calls that could be applied are, on the mean of the three counts.
Measure measure_of(const IntensitySpace& space, const Point& point) {
  double total = 0.0;
  for (std::size_t i = 0; i < call_coordinates(space); i += 2) total += point[i];
  Measure atoms;
  const double per_level = 1.3 / std::max(1.3 * (space.probability_levels - 1), total);
  for (std::size_t i = 0; i < call_coordinates(space); i += 2) {
    if (point[i] == 0) continue;
    const auto op = i / 2 / static_cast<std::size_t>(space.copies);
    const bool graded = field_op(space.ops[op], space.fields).op.magnitude.searchable;
    atoms.push_back({static_cast<int>(op), per_level * point[i],
                     graded ? share_of(point[i + 1], space.strength_levels) : 0.0});
  }
  add_mix_atom(space.mixes, point, static_cast<int>(space.ops.size()), atoms);
  return rooted(std::move(atoms));
}

UsualMethod usual_method_of(const IntensitySpace&) {
  return {"pba", "the space of population-based augmentation"};
}

}  // namespace variegate
