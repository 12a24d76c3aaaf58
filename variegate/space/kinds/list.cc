#include "variegate/space/kinds/list.h"

#include "variegate/core/json.h"
#include "variegate/policy/check.h"
#include "variegate/policy/policy_json.h"
#include "variegate/policy/published.h"
#include "variegate/space/space_parts.h"

namespace variegate {

std::string_view name_of(const ListSpace&) { return "list"; }

std::vector<Dimension> dimensions_of(const ListSpace& space) {
  return {{"policy", "policy", static_cast<int>(space.policies.size()), false}};
}

ActiveDimensions active_of(const ListSpace&, const Point&) { return {{0, "policy"}}; }

Policy policy_of(const ListSpace& space, const Point& point) { return space.policies[point[0]]; }

void check_kind(const ListSpace& space, const Policy& base) {
  if (space.policies.empty())
    refuse_space("the list of policies is empty", "", "at least one", "name a policy");
  for (const Policy& policy : space.policies) check(with_base(base, policy), "search space: " + policy.name);
}

void write_kind(const ListSpace& space, Json& json) {
  json["policies"] = Json::array();
  for (const Policy& policy : space.policies) json["policies"].push_back(to_json(policy));
}

void read_kind(ListSpace& space, JsonReader& json) {
  for (const JsonReader& policy : json.member("policies").array(1))
    space.policies.push_back(policy_from_json(policy));
}

}  // namespace variegate
