#include "variegate/space/kinds/box.h"

#include "variegate/core/json.h"
#include "variegate/space/space_parts.h"

namespace variegate {
namespace {

constexpr int kLargestSize = 1'000'000;

}  // namespace

std::string_view name_of(const BoxSpace&) { return "box"; }

std::vector<Dimension> dimensions_of(const BoxSpace& space) { return space.dimensions; }

ActiveDimensions active_of(const BoxSpace& space, const Point&) {
  ActiveDimensions active;
  for (const Dimension& dimension : space.dimensions)
    active.emplace_back(static_cast<int>(active.size()), dimension.role);
  return active;
}

Policy policy_of(const BoxSpace&, const Point&) { return {}; }

void check_kind(const BoxSpace& space, const Policy&) {
  if (space.dimensions.empty()) refuse_space("the box has no dimensions", "", "at least one", "");
  for (const Dimension& dimension : space.dimensions) check_size("size", dimension.size, kLargestSize);
}

void write_kind(const BoxSpace& space, Json& json) {
  json["dimensions"] = Json::array();
  for (const Dimension& dimension : space.dimensions) {
    json["dimensions"].push_back({{"name", dimension.name},
                                  {"role", dimension.role},
                                  {"size", dimension.size},
                                  {"ordered", dimension.ordered}});
  }
}

void read_kind(BoxSpace& space, JsonReader& json) {
  for (JsonReader dimension : json.member("dimensions").array(1)) {
    space.dimensions.push_back({dimension.member("name").string(), dimension.member("role").string(),
                                dimension.member("size").small_integer(1, kLargestSize),
                                dimension.member("ordered").boolean()});
    dimension.finish();
  }
}

}  // namespace variegate
