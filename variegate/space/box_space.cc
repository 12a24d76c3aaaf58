#include "variegate/space/space_kinds.h"
#include "variegate/space/space_parts.h"

namespace variegate {

std::vector<Dimension> dimensions_of(const BoxSpace& space) { return space.dimensions; }

std::vector<int> sizes_of(const BoxSpace& space) {
  std::vector<int> sizes;
  for (const Dimension& dimension : space.dimensions) sizes.push_back(dimension.size);
  return sizes;
}

std::vector<std::pair<int, std::string>> active_of(const BoxSpace& space, const Point&) {
  std::vector<std::pair<int, std::string>> active;
  for (const Dimension& dimension : space.dimensions)
    active.emplace_back(static_cast<int>(active.size()), dimension.role);
  return active;
}

Policy policy_of(const BoxSpace&, const Point&) { return {}; }

void check_kind(const BoxSpace& space, const Policy&) {
  constexpr int kMostLevels = 1'000'000;
  if (space.dimensions.empty()) refuse_space("the box has no dimensions", "", "at least one", "");
  for (const Dimension& dimension : space.dimensions) check_size("size", dimension.size, kMostLevels);
}

}  // namespace variegate
