// Policies to choose from.
#pragma once

#include <string_view>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/policy/policy.h"
#include "variegate/space/point.h"

namespace variegate {

struct ListSpace {
  std::vector<Policy> policies;
};

// See space/of_kind.h.
std::string_view name_of(const ListSpace& space);
std::vector<Dimension> dimensions_of(const ListSpace& space);
ActiveDimensions active_of(const ListSpace& space, const Point& point);
Policy policy_of(const ListSpace& space, const Point& point);
void check_kind(const ListSpace& space, const Policy& base);
void write_kind(const ListSpace& space, Json& json);
void read_kind(ListSpace& space, JsonReader& json);

}  // namespace variegate
