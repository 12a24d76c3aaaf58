// What conditions of a policy can ask of a sample.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/core/field_kind.h"

namespace variegate {

// label is the sample's, the others are a field's.
enum class Property {
  label,
  width,     // of a picture, pixels
  height,    // of a picture, pixels
  channels,  // of a picture or a sound
  rate,      // of a sound, frames a second
  seconds,   // of a sound
  bytes,     // of a text, in UTF-8
};

// "label", "width", ...: those that a field of the kind has, and the label.
std::vector<std::string> property_names(FieldKind kind);

// Nothing when fields of the kind have no such property.
std::optional<Property> find_property(FieldKind kind, std::string_view name);

}  // namespace variegate
