// One training example: fields with names, each a picture, a sound, a text, or what is known about one
// (boxes, a mask, keypoints).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "variegate/core/audio.h"
#include "variegate/core/field_kind.h"
#include "variegate/core/image.h"
#include "variegate/core/text.h"
#include "variegate/data/annotations/annotations.h"

namespace variegate {

// What a field can hold.
using FieldValue = std::variant<Image, Audio, Text, Boxes, Mask, Keypoints>;

// The kind of a field that operations work on; nothing for annotations, which follow a picture.
std::optional<FieldKind> kind_of(const FieldValue& value);

struct Field {
  std::string name;
  FieldValue value;
  bool operator==(const Field&) const = default;
};

struct Sample {
  std::uint64_t index = 0;  // its number in its dataset: part of the key of every random draw
  int label = 0;            // 0 .. classes - 1
  std::vector<Field> fields;

  // The field of that name, or nullptr.
  Field* find(const std::string& name);
  const Field* find(const std::string& name) const;

  // What that field holds; Error when there is no such field, or it holds something else.
  Image& image(const std::string& name = "image");
  const Image& image(const std::string& name = "image") const;
  Audio& audio(const std::string& name = "audio");
  const Audio& audio(const std::string& name = "audio") const;
  Text& text(const std::string& name = "text");
  const Text& text(const std::string& name = "text") const;

  bool operator==(const Sample&) const = default;
};

// The picture of a sample that is to have one field, "image": what was there, when it has just that, so that
// its memory is used again.
Image& reset_to_image(Sample& sample, int label, std::uint64_t index);

// A sample whose one field, "image", holds the picture.
Sample image_sample(Image image, int label, std::uint64_t index);

// Boxes, masks and keypoints as they are when the picture, which still has its own size, is brought to
// width x height pixels.
void resize_annotations(Sample& sample, int width, int height);

}  // namespace variegate
