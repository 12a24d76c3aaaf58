#include "variegate/data/sample.h"

#include <type_traits>
#include <utility>

#include "variegate/core/error.h"

namespace variegate {
namespace {

[[noreturn]] void fail_field(const Sample& sample, const std::string& name, FieldKind wanted) {
  std::string fields;
  for (const Field& other : sample.fields) {
    const std::optional<FieldKind> kind = kind_of(other.value);
    fields += (fields.empty() ? "" : ", ") + other.name;
    if (kind && kind != wanted) fields += " (" + std::string(noun_of(*kind)) + ")";
  }
  const std::string noun(noun_of(wanted));
  throw Error({.where = "sample " + std::to_string(sample.index),
               .what = "no " + noun + " in field '" + name + "'",
               .got = "fields: " + fields,
               .expected = "",
               .mend = "name a field that holds a " + noun});
}

// The value of that field, of a sample that is const or not.
template <typename Value, typename AnySample>
auto& required(AnySample& sample, const std::string& name) {
  auto* field = sample.find(name);
  auto* value = field == nullptr ? nullptr : std::get_if<Value>(&field->value);
  if (value == nullptr) {
    constexpr FieldKind kKind = std::is_same_v<Value, Image>   ? FieldKind::image
                                : std::is_same_v<Value, Audio> ? FieldKind::audio
                                                               : FieldKind::text;
    fail_field(sample, name, kKind);
  }
  return *value;
}

}  // namespace

const Field* Sample::find(const std::string& name) const {
  for (const Field& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

Field* Sample::find(const std::string& name) { return const_cast<Field*>(std::as_const(*this).find(name)); }

Image& Sample::image(const std::string& name) { return required<Image>(*this, name); }
const Image& Sample::image(const std::string& name) const { return required<Image>(*this, name); }
Audio& Sample::audio(const std::string& name) { return required<Audio>(*this, name); }
const Audio& Sample::audio(const std::string& name) const { return required<Audio>(*this, name); }
Text& Sample::text(const std::string& name) { return required<Text>(*this, name); }
const Text& Sample::text(const std::string& name) const { return required<Text>(*this, name); }

std::optional<FieldKind> kind_of(const FieldValue& value) {
  if (std::holds_alternative<Image>(value)) return FieldKind::image;
  if (std::holds_alternative<Audio>(value)) return FieldKind::audio;
  if (std::holds_alternative<Text>(value)) return FieldKind::text;
  return std::nullopt;
}

Image& reset_to_image(Sample& sample, int label, std::uint64_t index) {
  sample.index = index;
  sample.label = label;
  if (sample.fields.size() != 1 || sample.fields[0].name != "image") {
    sample.fields.clear();
    sample.fields.push_back({"image", Image()});
  }
  if (auto* image = std::get_if<Image>(&sample.fields[0].value)) return *image;
  return sample.fields[0].value.emplace<Image>();
}

Sample image_sample(Image image, int label, std::uint64_t index) {
  Sample sample;
  sample.index = index;
  sample.label = label;
  sample.fields.push_back({"image", std::move(image)});
  return sample;
}

void resize_annotations(Sample& sample, int width, int height) {
  const double across = static_cast<double>(width) / sample.image().width;
  const double down = static_cast<double>(height) / sample.image().height;
  for (Field& field : sample.fields) {
    if (auto* boxes = std::get_if<Boxes>(&field.value)) resize(*boxes, across, down);
    if (auto* points = std::get_if<Keypoints>(&field.value)) resize(*points, across, down);
    if (auto* mask = std::get_if<Mask>(&field.value)) resize(*mask, width, height);
  }
}

}  // namespace variegate
