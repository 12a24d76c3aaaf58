#include "variegate/data/field_spec.h"

#include <algorithm>
#include <limits>

#include "variegate/core/json.h"

namespace variegate {
namespace {

constexpr int kMostPixels = 65536;  // of a side
constexpr int kAnyInt = std::numeric_limits<int>::max();

std::size_t count_of(const JsonReader& json) {
  return static_cast<std::size_t>(json.integer(0, std::numeric_limits<std::int64_t>::max()));
}

void add(const ImageShape& shape, Json& json) {
  json["width"] = shape.width;
  json["height"] = shape.height;
  json["channels"] = shape.channels;
}

void add(const AudioShape& shape, Json& json) {
  json["rate"] = shape.rate;
  json["channels"] = shape.channels;
  json["frames"] = shape.frames;
}

void add(const TextShape& shape, Json& json) {
  json["tokens"] = shape.tokens;
  json["vocabulary"] = shape.vocabulary;
}

void read(JsonReader& json, ImageShape& shape) {
  shape.width = json.member("width").small_integer(0, kMostPixels);
  shape.height = json.member("height").small_integer(0, kMostPixels);
  shape.channels = json.member("channels").small_integer(0, kAnyInt);
}

void read(JsonReader& json, AudioShape& shape) {
  shape.rate = json.member("rate").small_integer(0, kAnyInt);
  shape.channels = json.member("channels").small_integer(0, kAnyInt);
  shape.frames = count_of(json.member("frames"));
}

void read(JsonReader& json, TextShape& shape) {
  shape.tokens = count_of(json.member("tokens"));
  shape.vocabulary = count_of(json.member("vocabulary"));
}

FieldSpec field_spec_from_json(JsonReader json) {
  FieldSpec field{.name = json.member("name").string()};
  switch (*field_kind_named(json.member("kind").one_of(field_kind_names()))) {
    case FieldKind::image:
      field.shape = ImageShape{};
      break;
    case FieldKind::audio:
      field.shape = AudioShape{};
      break;
    case FieldKind::text:
      field.shape = TextShape{};
      break;
  }
  std::visit([&](auto& shape) { read(json, shape); }, field.shape);
  json.finish();
  return field;
}

}  // namespace

const ImageShape* first_picture(const std::vector<FieldSpec>& fields) {
  for (const FieldSpec& field : fields) {
    if (const auto* shape = std::get_if<ImageShape>(&field.shape)) return shape;
  }
  return nullptr;
}

Json to_json(const std::vector<FieldSpec>& fields) {
  Json json = Json::array();
  for (const FieldSpec& field : fields) {
    Json one = Json::object();
    one["name"] = field.name;
    one["kind"] = std::string(name_of(field.kind()));
    std::visit([&](const auto& shape) { add(shape, one); }, field.shape);
    json.push_back(std::move(one));
  }
  return json;
}

std::vector<FieldSpec> field_specs_from_json(const JsonReader& json) {
  std::vector<FieldSpec> fields;
  for (const JsonReader& item : json.array()) {
    FieldSpec field = field_spec_from_json(item);
    const bool twice = std::any_of(fields.begin(), fields.end(),
                                   [&](const FieldSpec& other) { return other.name == field.name; });
    if (twice) item.fail("a field is named twice", "a name of its own for every field");
    fields.push_back(std::move(field));
  }
  return fields;
}

}  // namespace variegate
