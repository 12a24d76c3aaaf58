#include "variegate/policy/property.h"

#include <algorithm>
#include <array>

namespace variegate {
namespace {

struct Row {
  Property property;
  std::string_view name;
  std::array<bool, kFieldKinds> kinds;  // that have it: image, audio, text
};

constexpr std::array<Row, 7> kRows{{{Property::label, "label", {true, true, true}},
                                    {Property::width, "width", {true, false, false}},
                                    {Property::height, "height", {true, false, false}},
                                    {Property::channels, "channels", {true, true, false}},
                                    {Property::rate, "rate", {false, true, false}},
                                    {Property::seconds, "seconds", {false, true, false}},
                                    {Property::bytes, "bytes", {false, false, true}}}};

}  // namespace

std::vector<std::string> property_names(FieldKind kind) {
  std::vector<std::string> names;
  for (const Row& row : kRows) {
    if (row.kinds.at(static_cast<std::size_t>(kind))) names.emplace_back(row.name);
  }
  return names;
}

std::optional<Property> find_property(FieldKind kind, std::string_view name) {
  const auto row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& each) {
    return each.name == name && each.kinds.at(static_cast<std::size_t>(kind));
  });
  if (row == kRows.end()) return std::nullopt;
  return row->property;
}

}  // namespace variegate
