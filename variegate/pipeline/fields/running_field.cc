#include "variegate/pipeline/fields/running_field.h"

#include <algorithm>

#include "variegate/core/error.h"

namespace variegate {
namespace {

template <typename Value, typename AnySample>
auto& value_of(AnySample& sample, const std::string& name) {
  if constexpr (std::is_same_v<Value, Image>) {
    return sample.image(name);
  } else if constexpr (std::is_same_v<Value, Audio>) {
    return sample.audio(name);
  } else {
    return sample.text(name);
  }
}

template <typename Running>
void check_value(const Sample& sample, const std::string& name) {
  const auto& value = value_of<typename Running::Value>(sample, name);
  try {
    Running::check(value);
  } catch (const Error& error) {
    ErrorText text = error.text();
    text.where = "field '" + name + "'";
    throw Error(text, error.kind());
  }
}

void check_value(const Sample& sample, const PolicyField& field) {
  switch (field.kind) {
    case FieldKind::image:
      return check_value<ImageField>(sample, field.name);
    case FieldKind::audio:
      return check_value<AudioField>(sample, field.name);
    case FieldKind::text:
      return check_value<TextField>(sample, field.name);
  }
}

template <typename Running>
void begin_as(const std::string& name, const Sample& original, Sample& sample, bool fuse,
              RunningField& running) {
  using Value = typename Running::Value;
  if (!std::holds_alternative<Running>(running)) running.emplace<Running>();
  std::get<Running>(running).begin(value_of<Value>(original, name), value_of<Value>(sample, name), fuse);
}

bool is_augmented(const std::vector<PolicyField>& fields, const std::string& name) {
  return std::any_of(fields.begin(), fields.end(),
                     [&](const PolicyField& field) { return field.name == name; });
}

// All of the original but what is augmented: of that the copy has room for a value of the kind.
void copy_others(const Sample& original, const std::vector<PolicyField>& augmented, Sample& copy) {
  copy.index = original.index;
  copy.label = original.label;
  copy.fields.resize(original.fields.size());
  for (std::size_t i = 0; i < original.fields.size(); ++i) {
    const Field& from = original.fields[i];
    Field& to = copy.fields[i];
    to.name = from.name;
    if (!is_augmented(augmented, from.name)) {
      to.value = from.value;
    } else if (to.value.index() != from.value.index()) {
      if (std::holds_alternative<Image>(from.value)) to.value.emplace<Image>();
      if (std::holds_alternative<Audio>(from.value)) to.value.emplace<Audio>();
      if (std::holds_alternative<Text>(from.value)) to.value.emplace<Text>();
    }
  }
}

}  // namespace

void begin_field(const PolicyField& field, const Sample& original, Sample& sample, bool fuse,
                 RunningField& running) {
  switch (field.kind) {
    case FieldKind::image:
      return begin_as<ImageField>(field.name, original, sample, fuse, running);
    case FieldKind::audio:
      return begin_as<AudioField>(field.name, original, sample, fuse, running);
    case FieldKind::text:
      return begin_as<TextField>(field.name, original, sample, fuse, running);
  }
}

void begin_fields(const std::vector<PolicyField>& fields, const Sample& original, Sample& sample, bool fuse,
                  RunningFields& running) {
  for (const PolicyField& field : fields) check_value(original, field);
  if (&original != &sample) copy_others(original, fields, sample);
  for (std::size_t i = 0; i < fields.size(); ++i) begin_field(fields[i], original, sample, fuse, running[i]);
}

}  // namespace variegate
