// Spaces as JSON: strict, every member required but those with a default.
#include "variegate/core/json.h"
#include "variegate/policy/policy_json.h"
#include "variegate/space/of_kind.h"
#include "variegate/space/space.h"

namespace variegate {
namespace {

// The default of the kind that is called so.
template <std::size_t index = 0>
SpaceKind kind_of(const std::string& name) {
  if (name == space_kinds()[index]) return std::variant_alternative_t<index, SpaceKind>{};
  if constexpr (index + 1 < std::variant_size_v<SpaceKind>) return kind_of<index + 1>(name);
  return {};
}

}  // namespace

Json to_json(const Space& space) {
  Json json = std::visit([](const auto& kind) { return of_kind::json(kind); }, space.kind);
  json["base"] = to_json(space.base);
  return json;
}

Space space_from_json(JsonReader json) {
  Space space;
  space.kind = kind_of(json.member("kind").one_of(space_kinds()));
  std::visit([&](auto& kind) { read_kind(kind, json); }, space.kind);
  space.base = policy_from_json(json.member("base"));
  json.finish();
  check(space);
  return space;
}

}  // namespace variegate
