#include "variegate/space/kinds/sub_policies.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "variegate/ops/op.h"
#include "variegate/policy/published_uniform.h"
#include "variegate/space/field_op.h"
#include "variegate/space/ops_kind.h"

namespace variegate {
namespace {

int coordinates_per_slot(const SubPolicySpace& space) { return space.shapes ? 5 : 3; }

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
    sequence.steps.push_back(
        {call_of(op, space.fields, share_of(point[slot.probability], space.probability_levels),
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

}  // namespace

std::string_view name_of(const SubPolicySpace&) { return "sub-policies"; }

int identity_of(const SubPolicySpace& space) {
  const auto found = std::find(space.ops.begin(), space.ops.end(), "identity");
  return found == space.ops.end() ? -1 : static_cast<int>(found - space.ops.begin());
}

std::vector<int> broad_ops(const SubPolicySpace& space) {
  static const std::set<std::string, std::less<>> drawn = [] {
    std::set<std::string, std::less<>> names;
    for (const Node& option : trivialaugment_options(1.0)) names.insert(std::get<Call>(option.value).op);
    return names;
  }();
  const bool alone = is_picture_alone(space.fields);
  std::vector<int> found;
  for (std::size_t i = 0; i < space.ops.size(); ++i) {
    if (!drawn.contains(op_name(space.ops[i]))) continue;
    // TrivialAugment's are operations on the picture.
    if (alone || field_op(space.ops[i], space.fields).field == PolicyField{"image"})
      found.push_back(static_cast<int>(i));
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
  add_mix_dimensions(space.mixes, all);
  return all;
}

std::vector<int> sizes_of(const SubPolicySpace& space) {
  std::vector<int> sizes{space.sub_policies};
  for (int slot = 0; slot < space.sub_policies * space.calls; ++slot) {
    sizes.insert(sizes.end(),
                 {static_cast<int>(space.ops.size()), space.probability_levels, space.strength_levels});
    if (space.shapes) sizes.insert(sizes.end(), {kSides, 2});
  }
  if (broad_coordinate(space) >= 0) sizes.insert(sizes.end(), {space.broad_calls + 1, space.strength_levels});
  add_mix_sizes(space.mixes, sizes);
  return sizes;
}

ActiveDimensions active_of(const SubPolicySpace& space, const Point& point) {
  ActiveDimensions active{{kCountCoordinate, "count"}};
  for (int sub = 0; sub <= point[kCountCoordinate]; ++sub) {
    for (int call = 0; call < space.calls; ++call) {
      const Slot slot = slot_at(space, sub, call);
      const std::string& op = space.ops[point[slot.op]];
      active.emplace_back(slot.op, "op");
      if (op == "identity") continue;
      active.emplace_back(slot.probability, "probability/" + op);
      const Magnitude& magnitude = field_op(op, space.fields).op.magnitude;
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
  add_active_mix(space.mixes, point, active);
  return active;
}

Policy policy_of(const SubPolicySpace& space, const Point& point) {
  Policy policy;
  policy.fields = space.fields;
  policy.root = sub_policies_of(space, point);
  policy.batch = mix_calls(space.mixes, space.fields, point);
  const int broad = broad_coordinate(space);
  if (broad < 0 || point[broad] == 0) return policy;
  Choose choose;
  choose.count = point[broad];
  const std::vector<int> drawn = broad_ops(space);
  for (Node& option : trivialaugment_options(share_of(point[broad + 1], space.strength_levels))) {
    const std::string& name = std::get<Call>(option.value).op;
    if (std::any_of(drawn.begin(), drawn.end(), [&](int op) { return op_name(space.ops[op]) == name; }))
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

void check_kind(const SubPolicySpace& space, const Policy& base) { check_ops_kind(space, base); }
void write_kind(const SubPolicySpace& space, Json& json) { write_ops_kind(space, json); }

void read_kind(SubPolicySpace& space, JsonReader& json) {
  // Studies from before the broad part have none, and no shapes.
  space.broad_calls = 0;
  space.shapes = false;
  read_ops_kind(space, json);
}

}  // namespace variegate
