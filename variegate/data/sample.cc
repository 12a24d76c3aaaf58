#include "variegate/data/sample.h"

#include <utility>

#include "variegate/core/error.h"

namespace variegate {

const Field* Sample::find(const std::string& name) const {
  for (const Field& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

Field* Sample::find(const std::string& name) { return const_cast<Field*>(std::as_const(*this).find(name)); }

const Image& Sample::image(const std::string& name) const {
  const Field* field = find(name);
  const Image* image = field == nullptr ? nullptr : std::get_if<Image>(&field->value);
  if (image == nullptr) {
    std::string names;
    for (const Field& other : fields) names += (names.empty() ? "" : ", ") + other.name;
    throw Error({.where = "sample " + std::to_string(index),
                 .what = "no picture in field '" + name + "'",
                 .got = "fields: " + names,
                 .expected = "",
                 .mend = "name a field that holds a picture"});
  }
  return *image;
}

Image& Sample::image(const std::string& name) { return const_cast<Image&>(std::as_const(*this).image(name)); }

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
