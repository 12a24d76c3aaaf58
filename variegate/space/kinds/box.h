// Coordinates that mean nothing to this program.
#pragma once

#include <string_view>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/policy/policy.h"
#include "variegate/space/point.h"

namespace variegate {

// Every point stands for the base alone. For functions with which methods are compared and tested.
struct BoxSpace {
  std::vector<Dimension> dimensions;
};

// See space/of_kind.h.
std::string_view name_of(const BoxSpace& space);
std::vector<Dimension> dimensions_of(const BoxSpace& space);
ActiveDimensions active_of(const BoxSpace& space, const Point& point);
Policy policy_of(const BoxSpace& space, const Point& point);
void check_kind(const BoxSpace& space, const Policy& base);
void write_kind(const BoxSpace& space, Json& json);
void read_kind(BoxSpace& space, JsonReader& json);

}  // namespace variegate
