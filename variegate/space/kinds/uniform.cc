#include "variegate/space/kinds/uniform.h"

#include "variegate/core/describe_json.h"
#include "variegate/space/field_op.h"
#include "variegate/space/space_options.h"
#include "variegate/space/space_parts.h"

namespace variegate {

std::string_view name_of(const UniformSpace&) { return "uniform"; }

std::vector<Dimension> dimensions_of(const UniformSpace& space) {
  return {{"count", "count", space.most_calls, true}, {"strength", "strength", space.strength_levels, true}};
}

ActiveDimensions active_of(const UniformSpace&, const Point&) { return {{0, "count"}, {1, "strength"}}; }

Policy policy_of(const UniformSpace& space, const Point& point) {
  Choose choose;
  choose.count = point[0] + 1;
  for (const std::string& op : space.ops) {
    choose.options.push_back({call_of(op, space.fields, 1.0, share_of(point[1], space.strength_levels), {})});
  }
  Policy policy;
  policy.fields = space.fields;
  policy.root = {std::move(choose)};
  return policy;
}

void check_kind(const UniformSpace& space, const Policy&) {
  check_ops(space.ops, space.fields);
  check_described(space);
}

void write_kind(const UniformSpace& space, Json& json) {
  write_fields(space.fields, json);
  json["ops"] = space.ops;
  describe(space, ToJson(json));
}

void read_kind(UniformSpace& space, JsonReader& json) {
  read_fields(space.fields, json);
  space.ops = read_ops(json);
  read_described(json, space);
}

}  // namespace variegate
