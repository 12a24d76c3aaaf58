// What the fields of a data set are, before a sample of it is read.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "variegate/core/field_kind.h"

namespace variegate {

// In each shape 0 stands for what differs from sample to sample, or is not known yet.
struct ImageShape {
  int width = 0;   // pixels
  int height = 0;  // pixels
  int channels = 0;
  bool operator==(const ImageShape&) const = default;
};

struct AudioShape {
  int rate = 0;  // frames a second
  int channels = 0;
  std::size_t frames = 0;
  bool operator==(const AudioShape&) const = default;
};

struct TextShape {
  std::size_t tokens = 0;
  std::size_t vocabulary = 0;  // different tokens
  bool operator==(const TextShape&) const = default;
};

struct FieldSpec {
  std::string name;
  std::variant<ImageShape, AudioShape, TextShape> shape = {};  // in the order of FieldKind

  FieldKind kind() const { return static_cast<FieldKind>(shape.index()); }
  bool operator==(const FieldSpec&) const = default;
};

}  // namespace variegate
