// The kinds of field a sample can have, by which operations, policies and readers are distinguished.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace variegate {

enum class FieldKind { image, audio, text };

inline constexpr std::size_t kFieldKinds = 3;

// "image", "audio", "text": the name in policy files.
std::string_view name_of(FieldKind kind);

// The kind of that name; nothing when there is none.
std::optional<FieldKind> field_kind_named(std::string_view name);

// All names, in the order of the kinds.
const std::vector<std::string>& field_kind_names();

// What people call a value of the kind: "picture", "sound", "text".
std::string_view noun_of(FieldKind kind);

}  // namespace variegate
