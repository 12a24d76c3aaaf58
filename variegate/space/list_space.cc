#include "variegate/policy/check.h"
#include "variegate/policy/published.h"
#include "variegate/space/space_kinds.h"
#include "variegate/space/space_parts.h"

namespace variegate {

std::vector<Dimension> dimensions_of(const ListSpace& space) {
  return {{"policy", "policy", static_cast<int>(space.policies.size()), false}};
}

std::vector<int> sizes_of(const ListSpace& space) { return {static_cast<int>(space.policies.size())}; }

std::vector<std::pair<int, std::string>> active_of(const ListSpace&, const Point&) { return {{0, "policy"}}; }

Policy policy_of(const ListSpace& space, const Point& point) { return space.policies[point[0]]; }

void check_kind(const ListSpace& space, const Policy& base) {
  if (space.policies.empty())
    refuse_space("the list of policies is empty", "", "at least one", "name a policy");
  for (const Policy& policy : space.policies) check(with_base(base, policy), "search space: " + policy.name);
}

}  // namespace variegate
