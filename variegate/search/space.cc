#include "variegate/search/space.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "variegate/core/error.h"
#include "variegate/ops/op.h"
#include "variegate/policy/check.h"
#include "variegate/policy/published.h"
#include "variegate/policy/published_calls.h"
#include "variegate/policy/published_uniform.h"

namespace variegate {
namespace {

int coordinates_per_slot(const SubPolicySpace& space) { return space.shapes ? 5 : 3; }

[[noreturn]] void refuse(const std::string& what, const std::string& got, const std::string& expected,
                         const std::string& mend) {
  throw Error({.where = "search space", .what = what, .got = got, .expected = expected, .mend = mend},
              ErrorKind::usage);
}

void check_size(const char* name, int value, int most) {
  if (value < 1 || value > most) {
    refuse(fmt::format("{} is out of range", name), std::to_string(value), fmt::format("1 .. {}", most), "");
  }
}

void check_ops(const std::vector<std::string>& ops) {
  if (ops.empty()) {
    refuse("the set of operations is empty", "", "at least one", "`variegate ops` lists the operations");
  }
  std::set<std::string> seen;
  for (const std::string& name : ops) {
    require_op(name, "search space");
    if (!seen.insert(name).second)
      refuse("an operation is given twice", "'" + name + "'", "", "remove one of them");
  }
}

// Level `level` of `levels` as a share of the whole: 1 / levels .. 1.
double share_of(int level, int levels) { return static_cast<double>(level + 1) / levels; }

double magnitude_at(const Op& op, double strength) {
  const double exact = op.magnitude.weakest + strength * (op.magnitude.strongest - op.magnitude.weakest);
  // Six decimals are finer than any operation can tell, and files read 0.36 instead of 0.36000000000000004.
  const double magnitude = std::round(exact * 1e6) / 1e6;
  return op.parameters.front().integer ? std::round(magnitude) : magnitude;
}

// Of a magnitude within its range.
struct Shape {
  bool range = false;  // drawn from a range and not fixed
  int side = kBothSides;
  bool half = false;  // the stronger half of the range
};

Call call_of(const std::string& name, double probability, double strength, const Shape& shape) {
  const Op& op = require_op(name, "search space");
  Call call;
  call.op = name;
  call.probability = probability;
  call.field = "image";
  if (!op.magnitude.searchable) return call;
  const bool mirrored = op.magnitude.mirrored && shape.side == kBothSides;
  double first = shape.half ? magnitude_at(op, strength / 2.0) : op.magnitude.weakest;
  double last = magnitude_at(op, strength);
  if (op.magnitude.mirrored && shape.side == kLower) {
    const double neutral = op.parameters.front().neutral;
    first = readable(2.0 * neutral - first);
    last = readable(2.0 * neutral - last);
  }
  const bool ranges = shape.range && first != last;
  call.arguments.push_back(
      {op.parameters.front().name,
       ranges ? Distribution::uniform(std::min(first, last), std::max(first, last), mirrored)
              : Distribution::constant(last, mirrored)});
  return call;
}

// --- What each kind of space says of itself. ---

std::vector<Dimension> dimensions_of(const SubPolicySpace& space) {
  std::vector<Dimension> all{{"count", "count", space.sub_policies, true}};
  for (int sub = 1; sub <= space.sub_policies; ++sub) {
    for (int call = 1; call <= space.calls; ++call) {
      const std::string slot = fmt::format("sub{}.op{}.", sub, call);
      all.push_back({slot + "op", "op", static_cast<int>(space.ops.size()), false});
      all.push_back({slot + "probability", "probability", space.probability_levels, true});
      all.push_back({slot + "strength", "strength", space.strength_levels, true});
      if (!space.shapes) continue;
      all.push_back({slot + "side", "side", kSides, false});
      all.push_back({slot + "half", "half", 2, false});
    }
  }
  if (broad_coordinate(space) >= 0) {
    all.push_back({"broad.count", "broad", space.broad_calls + 1, true});
    all.push_back({"broad.strength", "broad", space.strength_levels, true});
  }
  return all;
}

std::vector<Dimension> dimensions_of(const UniformSpace& space) {
  return {{"count", "count", space.most_calls, true}, {"strength", "strength", space.strength_levels, true}};
}

std::vector<Dimension> dimensions_of(const IntensitySpace& space) {
  std::vector<Dimension> all;
  for (const std::string& op : space.ops) {
    for (int copy = 1; copy <= space.copies; ++copy) {
      const std::string call = fmt::format("{}{}.", op, copy);
      all.push_back({call + "probability", "probability/" + op, space.probability_levels, true});
      all.push_back({call + "strength", "strength/" + op, space.strength_levels, true});
    }
  }
  return all;
}

std::vector<Dimension> dimensions_of(const ListSpace& space) {
  return {{"policy", "policy", static_cast<int>(space.policies.size()), false}};
}

std::vector<Dimension> dimensions_of(const BoxSpace& space) { return space.dimensions; }

// The sizes alone: every point that is looked at is checked against them, thousands of times a proposal.
std::vector<int> sizes_of(const SubPolicySpace& space) {
  std::vector<int> sizes{space.sub_policies};
  for (int slot = 0; slot < space.sub_policies * space.calls; ++slot) {
    sizes.insert(sizes.end(),
                 {static_cast<int>(space.ops.size()), space.probability_levels, space.strength_levels});
    if (space.shapes) sizes.insert(sizes.end(), {kSides, 2});
  }
  if (broad_coordinate(space) >= 0) sizes.insert(sizes.end(), {space.broad_calls + 1, space.strength_levels});
  return sizes;
}

std::vector<int> sizes_of(const UniformSpace& space) { return {space.most_calls, space.strength_levels}; }

std::vector<int> sizes_of(const IntensitySpace& space) {
  std::vector<int> sizes;
  for (std::size_t call = 0; call < space.ops.size() * static_cast<std::size_t>(space.copies); ++call)
    sizes.insert(sizes.end(), {space.probability_levels, space.strength_levels});
  return sizes;
}

std::vector<int> sizes_of(const ListSpace& space) { return {static_cast<int>(space.policies.size())}; }

std::vector<int> sizes_of(const BoxSpace& space) {
  std::vector<int> sizes;
  for (const Dimension& dimension : space.dimensions) sizes.push_back(dimension.size);
  return sizes;
}

std::vector<std::pair<int, std::string>> active_of(const SubPolicySpace& space, const Point& point) {
  std::vector<std::pair<int, std::string>> active{{kCountCoordinate, "count"}};
  for (int sub = 0; sub <= point[kCountCoordinate]; ++sub) {
    for (int call = 0; call < space.calls; ++call) {
      const Slot slot = slot_at(space, sub, call);
      const std::string& op = space.ops[point[slot.op]];
      active.emplace_back(slot.op, "op");
      if (op == "identity") continue;
      active.emplace_back(slot.probability, "probability/" + op);
      const Magnitude& magnitude = require_op(op, "search space").magnitude;
      if (!magnitude.searchable) continue;
      active.emplace_back(slot.strength, "strength/" + op);
      if (space.shapes && magnitude.mirrored) active.emplace_back(slot.side, "side/" + op);
      if (space.shapes && space.ranges) active.emplace_back(slot.half, "half/" + op);
    }
  }
  if (const int broad = broad_coordinate(space); broad >= 0) {
    active.emplace_back(broad, "broad/count");
    if (point[broad] > 0) active.emplace_back(broad + 1, "broad/strength");
  }
  return active;
}

std::vector<std::pair<int, std::string>> active_of(const UniformSpace&, const Point&) {
  return {{0, "count"}, {1, "strength"}};
}

std::vector<std::pair<int, std::string>> active_of(const IntensitySpace& space, const Point& point) {
  std::vector<std::pair<int, std::string>> active;
  for (std::size_t i = 0; i < point.size(); i += 2) {
    const std::string& op = space.ops[i / 2 / static_cast<std::size_t>(space.copies)];
    active.emplace_back(static_cast<int>(i), "probability/" + op);
    if (point[i] > 0 && require_op(op, "search space").magnitude.searchable)
      active.emplace_back(static_cast<int>(i) + 1, "strength/" + op);
  }
  return active;
}

std::vector<std::pair<int, std::string>> active_of(const ListSpace&, const Point&) { return {{0, "policy"}}; }

std::vector<std::pair<int, std::string>> active_of(const BoxSpace& space, const Point&) {
  std::vector<std::pair<int, std::string>> active;
  for (const Dimension& dimension : space.dimensions)
    active.emplace_back(static_cast<int>(active.size()), dimension.role);
  return active;
}

// A slot with "identity" leaves no trace, so that the policy says what it does and no more.
Node sub_policy_at(const SubPolicySpace& space, const Point& point, int sub) {
  Sequence sequence;
  for (int call = 0; call < space.calls; ++call) {
    const Slot slot = slot_at(space, sub, call);
    const std::string& op = space.ops[point[slot.op]];
    if (op == "identity") continue;
    Shape shape{.range = space.ranges};
    if (space.shapes) {
      shape.side = point[slot.side];
      shape.half = point[slot.half] == 1;
    }
    sequence.steps.push_back({call_of(op, share_of(point[slot.probability], space.probability_levels),
                                      share_of(point[slot.strength], space.strength_levels), shape)});
  }
  return {std::move(sequence)};
}

Node sub_policies_of(const SubPolicySpace& space, const Point& point) {
  const int count = point[kCountCoordinate] + 1;
  if (count == 1) return sub_policy_at(space, point, 0);
  Choose choose;
  for (int sub = 0; sub < count; ++sub) choose.options.push_back(sub_policy_at(space, point, sub));
  return {std::move(choose)};
}

Policy policy_of(const SubPolicySpace& space, const Point& point) {
  Policy policy;
  policy.root = sub_policies_of(space, point);
  const int broad = broad_coordinate(space);
  if (broad < 0 || point[broad] == 0) return policy;
  Choose choose;
  choose.count = point[broad];
  const std::vector<int> drawn = broad_ops(space);
  for (Node& option : trivialaugment_options(share_of(point[broad + 1], space.strength_levels))) {
    const std::string& name = std::get<Call>(option.value).op;
    if (std::any_of(drawn.begin(), drawn.end(), [&](int op) { return space.ops[op] == name; }))
      choose.options.push_back(std::move(option));
  }
  const auto* particular = std::get_if<Sequence>(&policy.root.value);
  if (particular != nullptr && particular->steps.empty()) {
    policy.root = {std::move(choose)};
  } else {
    // A shift is laid over whatever the picture varies in, so what undoes it comes last.
    Sequence both;
    both.steps.push_back({std::move(choose)});
    both.steps.push_back(std::move(policy.root));
    policy.root = {std::move(both)};
  }
  return policy;
}

Policy policy_of(const UniformSpace& space, const Point& point) {
  Choose choose;
  choose.count = point[0] + 1;
  for (const std::string& op : space.ops) {
    choose.options.push_back({call_of(op, 1.0, share_of(point[1], space.strength_levels), {})});
  }
  Policy policy;
  policy.root = {std::move(choose)};
  return policy;
}

// Level `level` of `levels` as a share of the whole: 0 .. 1.
double share_from_zero(int level, int levels) {
  return levels == 1 ? 1.0 : static_cast<double>(level) / (levels - 1);
}

Policy policy_of(const IntensitySpace& space, const Point& point) {
  Choose one;
  one.until_applied = true;
  for (std::size_t i = 0; i < point.size(); i += 2) {
    const double probability = share_from_zero(point[i], space.probability_levels);
    if (probability == 0.0) continue;
    const std::string& op = space.ops[i / 2 / static_cast<std::size_t>(space.copies)];
    one.options.push_back(
        {call_of(op, readable(probability), share_from_zero(point[i + 1], space.strength_levels), {})});
  }
  Policy policy;
  if (one.options.empty()) return policy;
  Choose two = one;
  two.count = 2;
  policy.root = {Choose{.options = {{Sequence{}}, {std::move(one)}, {std::move(two)}}, .weights = {2, 3, 5}}};
  return policy;
}

Policy policy_of(const ListSpace& space, const Point& point) { return space.policies[point[0]]; }

Policy policy_of(const BoxSpace&, const Point&) { return {}; }

}  // namespace

const std::vector<std::string>& default_ops() {
  static const std::vector<std::string> ops{
      "identity",    "rotate",    "shear_x",         "shear_y",        "translate_x",
      "translate_y", "zoom",      "brightness",      "contrast",       "color",
      "hue",         "sharpness", "gaussian_blur",   "gaussian_noise", "cutout",
      "posterize",   "solarize",  "solarize_add",    "auto_contrast",  "equalize",
      "invert",      "grey",      "flip_horizontal", "flip_vertical",  "random_resized_crop"};
  return ops;
}

const std::vector<std::string>& intensity_ops() {
  static const std::vector<std::string> ops{"shear_x",    "shear_y",       "translate_x", "translate_y",
                                            "rotate",     "auto_contrast", "invert",      "equalize",
                                            "solarize",   "posterize",     "contrast",    "color",
                                            "brightness", "sharpness",     "cutout"};
  return ops;
}

int identity_of(const SubPolicySpace& space) {
  const auto found = std::find(space.ops.begin(), space.ops.end(), "identity");
  return found == space.ops.end() ? -1 : static_cast<int>(found - space.ops.begin());
}

std::vector<int> broad_ops(const SubPolicySpace& space) {
  static const std::set<std::string> drawn = [] {
    std::set<std::string> names;
    for (const Node& option : trivialaugment_options(1.0)) names.insert(std::get<Call>(option.value).op);
    return names;
  }();
  std::vector<int> found;
  for (std::size_t i = 0; i < space.ops.size(); ++i) {
    if (drawn.contains(space.ops[i])) found.push_back(static_cast<int>(i));
  }
  return found;
}

int broad_coordinate(const SubPolicySpace& space) {
  const auto some_op = [&](int op) { return space.ops[op] != "identity"; };
  const std::vector<int> ops = broad_ops(space);
  if (space.broad_calls == 0 || std::none_of(ops.begin(), ops.end(), some_op)) return -1;
  return 1 + coordinates_per_slot(space) * space.sub_policies * space.calls;
}

Slot slot_at(const SubPolicySpace& space, int sub_policy, int call) {
  const int first = 1 + coordinates_per_slot(space) * (sub_policy * space.calls + call);
  if (!space.shapes) return {first, first + 1, first + 2};
  return {first, first + 1, first + 2, first + 3, first + 4};
}

std::string Space::name() const {
  if (std::holds_alternative<SubPolicySpace>(kind)) return "sub-policies";
  if (std::holds_alternative<UniformSpace>(kind)) return "uniform";
  if (std::holds_alternative<IntensitySpace>(kind)) return "intensities";
  if (std::holds_alternative<BoxSpace>(kind)) return "box";
  return "list";
}

void check(const Space& space) {
  constexpr int kMostSlots = 100;
  constexpr int kFinestLevels = 1000;
  constexpr int kMostBroadCalls = 10;
  constexpr int kMostCopies = 10;
  constexpr int kMostBoxLevels = 1'000'000;
  if (const auto* sub = std::get_if<SubPolicySpace>(&space.kind)) {
    check_ops(sub->ops);
    check_size("sub_policies", sub->sub_policies, kMostSlots);
    check_size("calls", sub->calls, kMostSlots);
    check_size("probability_levels", sub->probability_levels, kFinestLevels);
    check_size("strength_levels", sub->strength_levels, kFinestLevels);
    if (sub->broad_calls != 0) check_size("broad_calls", sub->broad_calls, kMostBroadCalls);
  } else if (const auto* uniform = std::get_if<UniformSpace>(&space.kind)) {
    check_ops(uniform->ops);
    check_size("most_calls", uniform->most_calls, kMostSlots);
    check_size("strength_levels", uniform->strength_levels, kFinestLevels);
  } else if (const auto* intensities = std::get_if<IntensitySpace>(&space.kind)) {
    check_ops(intensities->ops);
    check_size("copies", intensities->copies, kMostCopies);
    check_size("probability_levels", intensities->probability_levels, kFinestLevels);
    check_size("strength_levels", intensities->strength_levels, kFinestLevels);
    const auto calls = intensities->ops.size() * static_cast<std::size_t>(intensities->copies);
    if (calls > kMostDraws) {
      refuse("too many calls to go through", std::to_string(calls), fmt::format("at most {}", kMostDraws),
             "fewer operations, or fewer copies of each");
    }
  } else if (const auto* box = std::get_if<BoxSpace>(&space.kind)) {
    if (box->dimensions.empty()) refuse("the box has no dimensions", "", "at least one", "");
    for (const Dimension& dimension : box->dimensions) check_size("size", dimension.size, kMostBoxLevels);
  } else {
    const auto& list = std::get<ListSpace>(space.kind);
    if (list.policies.empty()) refuse("the list of policies is empty", "", "at least one", "name a policy");
    for (const Policy& policy : list.policies)
      check(with_base(space.base, policy), "search space: " + policy.name);
  }
  check(space.base, "search space: base");
}

std::vector<Dimension> dimensions(const Space& space) {
  return std::visit([](const auto& kind) { return dimensions_of(kind); }, space.kind);
}

void check(const Space& space, const Point& point) {
  const std::vector<int> sizes = std::visit([](const auto& kind) { return sizes_of(kind); }, space.kind);
  if (point.size() != sizes.size()) {
    refuse("a point has the wrong number of coordinates", std::to_string(point.size()),
           std::to_string(sizes.size()), "is the point from a study of another space?");
  }
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (point[i] >= 0 && point[i] < sizes[i]) continue;
    refuse(fmt::format("coordinate '{}' of a point is out of range", dimensions(space)[i].name),
           std::to_string(point[i]), fmt::format("0 .. {}", sizes[i] - 1),
           "is the point from a study of another space?");
  }
}

std::vector<std::pair<int, std::string>> active_dimensions(const Space& space, const Point& point) {
  check(space, point);
  return std::visit([&](const auto& kind) { return active_of(kind, point); }, space.kind);
}

Point canonical(const Space& space, const Point& point) {
  Point clean(point.size(), 0);
  for (const auto& [coordinate, role] : active_dimensions(space, point))
    clean[coordinate] = point[coordinate];
  return clean;
}

Policy decode(const Space& space, const Point& point) {
  check(space, point);
  return with_base(space.base,
                   std::visit([&](const auto& kind) { return policy_of(kind, point); }, space.kind));
}

Point draw_point(const Space& space, Stream& random) {
  Point point;
  for (const Dimension& dimension : dimensions(space)) {
    point.push_back(static_cast<int>(random.below(static_cast<std::uint64_t>(dimension.size))));
  }
  return point;
}

}  // namespace variegate
