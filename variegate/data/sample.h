// One training example: fields that are named from the start, so that a picture with its mask, or a
// sound with its frames, is the same type as a picture alone.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "variegate/core/image.h"
#include "variegate/data/annotations/annotations.h"

namespace variegate {

// What a field can hold. Audio and text will join this list.
using FieldValue = std::variant<Image, Boxes, Mask, Keypoints>;

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

  // The picture in that field; Error when there is none.
  Image& image(const std::string& name = "image");
  const Image& image(const std::string& name = "image") const;

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
