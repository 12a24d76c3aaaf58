#include "variegate/space/space_kinds.h"
#include "variegate/space/space_parts.h"

namespace variegate {

std::vector<Dimension> dimensions_of(const UniformSpace& space) {
  return {{"count", "count", space.most_calls, true}, {"strength", "strength", space.strength_levels, true}};
}

std::vector<int> sizes_of(const UniformSpace& space) { return {space.most_calls, space.strength_levels}; }

std::vector<std::pair<int, std::string>> active_of(const UniformSpace&, const Point&) {
  return {{0, "count"}, {1, "strength"}};
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

void check_kind(const UniformSpace& space, const Policy&) {
  check_ops(space.ops);
  check_size("most_calls", space.most_calls, kMostSlots);
  check_size("strength_levels", space.strength_levels, kFinestLevels);
}

}  // namespace variegate
