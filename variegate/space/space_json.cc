// Spaces as JSON: strict, every member required but those with a default.
#include <fmt/format.h>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/policy/policy_json.h"
#include "variegate/space/space.h"

namespace variegate {
namespace {

constexpr std::int64_t kMost = 1'000'000;  // check() has the narrower ranges

void read_integer(JsonReader& json, const std::string& name, int& value) {
  if (const auto member = json.optional_member(name)) value = static_cast<int>(member->integer(1, kMost));
}

std::vector<std::string> read_ops(JsonReader& json) {
  std::vector<std::string> ops;
  for (const JsonReader& op : json.member("ops").array(1)) ops.push_back(op.string());
  return ops;
}

}  // namespace

Json to_json(const Space& space) {
  Json json;
  json["kind"] = space.name();
  if (const auto* sub = std::get_if<SubPolicySpace>(&space.kind)) {
    json["ops"] = sub->ops;
    json["sub_policies"] = sub->sub_policies;
    json["calls"] = sub->calls;
    json["probability_levels"] = sub->probability_levels;
    json["strength_levels"] = sub->strength_levels;
    json["ranges"] = sub->ranges;
    json["broad_calls"] = sub->broad_calls;
    json["shapes"] = sub->shapes;
  } else if (const auto* uniform = std::get_if<UniformSpace>(&space.kind)) {
    json["ops"] = uniform->ops;
    json["most_calls"] = uniform->most_calls;
    json["strength_levels"] = uniform->strength_levels;
  } else if (const auto* intensities = std::get_if<IntensitySpace>(&space.kind)) {
    json["ops"] = intensities->ops;
    json["copies"] = intensities->copies;
    json["probability_levels"] = intensities->probability_levels;
    json["strength_levels"] = intensities->strength_levels;
  } else if (const auto* box = std::get_if<BoxSpace>(&space.kind)) {
    json["dimensions"] = Json::array();
    for (const Dimension& dimension : box->dimensions) {
      json["dimensions"].push_back({{"name", dimension.name},
                                    {"role", dimension.role},
                                    {"size", dimension.size},
                                    {"ordered", dimension.ordered}});
    }
  } else {
    json["policies"] = Json::array();
    for (const Policy& policy : std::get<ListSpace>(space.kind).policies)
      json["policies"].push_back(to_json(policy));
  }
  json["base"] = to_json(space.base);
  return json;
}

Space space_from_json(JsonReader json) {
  Space space;
  const std::string kind =
      json.member("kind").one_of({"sub-policies", "uniform", "intensities", "list", "box"});
  if (kind == "sub-policies") {
    SubPolicySpace sub;
    sub.ops = read_ops(json);
    read_integer(json, "sub_policies", sub.sub_policies);
    read_integer(json, "calls", sub.calls);
    read_integer(json, "probability_levels", sub.probability_levels);
    read_integer(json, "strength_levels", sub.strength_levels);
    if (const auto ranges = json.optional_member("ranges")) sub.ranges = ranges->boolean();
    // Studies from before the broad part have none, and no shapes.
    sub.shapes = false;
    if (const auto shapes = json.optional_member("shapes")) sub.shapes = shapes->boolean();
    const auto broad = json.optional_member("broad_calls");
    sub.broad_calls = broad ? static_cast<int>(broad->integer(0, kMost)) : 0;
    space.kind = std::move(sub);
  } else if (kind == "uniform") {
    UniformSpace uniform;
    uniform.ops = read_ops(json);
    read_integer(json, "most_calls", uniform.most_calls);
    read_integer(json, "strength_levels", uniform.strength_levels);
    space.kind = std::move(uniform);
  } else if (kind == "intensities") {
    IntensitySpace intensities;
    intensities.ops = read_ops(json);
    read_integer(json, "copies", intensities.copies);
    read_integer(json, "probability_levels", intensities.probability_levels);
    read_integer(json, "strength_levels", intensities.strength_levels);
    space.kind = std::move(intensities);
  } else if (kind == "box") {
    BoxSpace box;
    for (JsonReader dimension : json.member("dimensions").array(1)) {
      box.dimensions.push_back({dimension.member("name").string(), dimension.member("role").string(),
                                dimension.member("size").small_integer(1, kMost),
                                dimension.member("ordered").boolean()});
      dimension.finish();
    }
    space.kind = std::move(box);
  } else {
    ListSpace list;
    for (const JsonReader& policy : json.member("policies").array(1))
      list.policies.push_back(policy_from_json(policy));
    space.kind = std::move(list);
  }
  space.base = policy_from_json(json.member("base"));
  json.finish();
  check(space);
  return space;
}

}  // namespace variegate
