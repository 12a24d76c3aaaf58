#include "variegate/space/space.h"

#include <fmt/format.h>

#include "variegate/policy/check.h"
#include "variegate/policy/published.h"
#include "variegate/space/of_kind.h"
#include "variegate/space/space_parts.h"

namespace variegate {

namespace {

template <std::size_t... index>
std::vector<std::string> names_of_kinds(std::index_sequence<index...>) {
  return {std::string(name_of(std::variant_alternative_t<index, SpaceKind>{}))...};
}

}  // namespace

const std::vector<std::string>& space_kinds() {
  static const std::vector<std::string> names =
      names_of_kinds(std::make_index_sequence<std::variant_size_v<SpaceKind>>{});
  return names;
}

std::string Space::name() const { return space_kinds()[kind.index()]; }

void check(const Space& space) {
  std::visit([&](const auto& kind) { check_kind(kind, space.base); }, space.kind);
  check(space.base, "search space: base");
}

std::vector<Dimension> dimensions(const Space& space) {
  return std::visit([](const auto& kind) { return dimensions_of(kind); }, space.kind);
}

void check(const Space& space, const Point& point) {
  const std::vector<int> sizes =
      std::visit([](const auto& kind) { return of_kind::sizes(kind); }, space.kind);
  if (point.size() != sizes.size()) {
    refuse_space("a point has the wrong number of coordinates", std::to_string(point.size()),
                 std::to_string(sizes.size()), "is the point from a study of another space?");
  }
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (point[i] >= 0 && point[i] < sizes[i]) continue;
    refuse_space(fmt::format("coordinate '{}' of a point is out of range", dimensions(space)[i].name),
                 std::to_string(point[i]), fmt::format("0 .. {}", sizes[i] - 1),
                 "is the point from a study of another space?");
  }
}

ActiveDimensions active_dimensions(const Space& space, const Point& point) {
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
