#include "variegate/space/kinds/uniform.h"

#include "variegate/space/ops_kind.h"

namespace variegate {

std::string_view name_of(const UniformSpace&) { return "uniform"; }

std::vector<Dimension> dimensions_of(const UniformSpace& space) {
  std::vector<Dimension> all{{"count", "count", space.most_calls, true},
                             {"strength", "strength", space.strength_levels, true}};
  add_mix_dimensions(space.mixes, all);
  return all;
}

ActiveDimensions active_of(const UniformSpace& space, const Point& point) {
  ActiveDimensions active{{0, "count"}, {1, "strength"}};
  add_active_mix(space.mixes, point, active);
  return active;
}

Policy policy_of(const UniformSpace& space, const Point& point) {
  Choose choose;
  choose.count = point[0] + 1;
  for (const std::string& op : space.ops) {
    choose.options.push_back({call_of(op, space.fields, 1.0, share_of(point[1], space.strength_levels), {})});
  }
  Policy policy;
  policy.fields = space.fields;
  policy.root = {std::move(choose)};
  policy.batch = mix_calls(space.mixes, space.fields, point);
  return policy;
}

void check_kind(const UniformSpace& space, const Policy& base) { check_ops_kind(space, base); }
void write_kind(const UniformSpace& space, Json& json) { write_ops_kind(space, json); }
void read_kind(UniformSpace& space, JsonReader& json) { read_ops_kind(space, json); }

}  // namespace variegate
