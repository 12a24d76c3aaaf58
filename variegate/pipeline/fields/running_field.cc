#include "variegate/pipeline/fields/running_field.h"

#include <algorithm>

#include "variegate/core/error.h"

namespace variegate {
namespace {

template <typename Running>
void check_as(const FieldValue& value, const std::string& name) {
  try {
    Running::check(std::get<typename Running::Value>(value));
  } catch (const Error& error) {
    ErrorText text = error.text();
    text.where = "field '" + name + "'";
    throw Error(text, error.kind());
  }
}

// Where the field is in the sample. Error unless it holds a sound value of its kind.
std::size_t position_of(const PolicyField& field, const Sample& sample) {
  std::size_t position = 0;
  while (position < sample.fields.size() && sample.fields[position].name != field.name) ++position;
  const bool there = position < sample.fields.size() && kind_of(sample.fields[position].value) == field.kind;
  switch (field.kind) {
    case FieldKind::image:
      if (!there) sample.image(field.name);  // says what is there instead
      check_as<ImageField>(sample.fields[position].value, field.name);
      break;
    case FieldKind::audio:
      if (!there) sample.audio(field.name);
      check_as<AudioField>(sample.fields[position].value, field.name);
      break;
    case FieldKind::text:
      if (!there) sample.text(field.name);
      check_as<TextField>(sample.fields[position].value, field.name);
      break;
  }
  return position;
}

template <typename Running>
void begin_as(const FieldValue& from, FieldValue& to, bool fuse, RunningField& running) {
  using Value = typename Running::Value;
  if (!std::holds_alternative<Running>(running)) running.emplace<Running>();
  std::get<Running>(running).begin(std::get<Value>(from), std::get<Value>(to), fuse);
}

void begin(FieldKind kind, const FieldValue& from, FieldValue& to, bool fuse, RunningField& running) {
  switch (kind) {
    case FieldKind::image:
      return begin_as<ImageField>(from, to, fuse, running);
    case FieldKind::audio:
      return begin_as<AudioField>(from, to, fuse, running);
    case FieldKind::text:
      return begin_as<TextField>(from, to, fuse, running);
  }
}

bool is_augmented(const std::vector<PolicyField>& fields, const std::string& name) {
  return std::any_of(fields.begin(), fields.end(),
                     [&](const PolicyField& field) { return field.name == name; });
}

// All of the original but what is augmented: of that the copy has room for a value of the kind. Fields stand
// where they stand in the original.
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

void begin_fields(const std::vector<PolicyField>& fields, const Sample& original, Sample& sample, bool fuse,
                  RunningFields& running) {
  std::array<std::size_t, kMostFields> positions{};
  for (std::size_t i = 0; i < fields.size(); ++i) positions[i] = position_of(fields[i], original);
  if (&original != &sample) copy_others(original, fields, sample);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    begin(fields[i].kind, original.fields[positions[i]].value, sample.fields[positions[i]].value, fuse,
          running[i].emplace());
  }
}

RunningField begin_field(const PolicyField& field, Sample& sample, bool fuse) {
  FieldValue& value = sample.fields[position_of(field, sample)].value;
  RunningField running;
  begin(field.kind, value, value, fuse, running);
  return running;
}

}  // namespace variegate
