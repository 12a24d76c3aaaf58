#include "variegate/core/field_kind.h"

#include <array>

namespace variegate {
namespace {

struct Words {
  std::string_view name;
  std::string_view noun;
};

constexpr std::array<Words, kFieldKinds> kWords{{{"image", "picture"}, {"audio", "sound"}, {"text", "text"}}};

}  // namespace

std::string_view name_of(FieldKind kind) { return kWords.at(static_cast<std::size_t>(kind)).name; }

std::string_view noun_of(FieldKind kind) { return kWords.at(static_cast<std::size_t>(kind)).noun; }

std::optional<FieldKind> field_kind_named(std::string_view name) {
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (kWords[i].name == name) return static_cast<FieldKind>(i);
  }
  return std::nullopt;
}

const std::vector<std::string>& field_kind_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const Words& words : kWords) list.emplace_back(words.name);
    return list;
  }();
  return names;
}

}  // namespace variegate
