// What the fields of a data set are, before a sample of it is read.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "variegate/core/field_kind.h"
#include "variegate/core/json_fwd.h"

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

// The shape of the first field that holds pictures; nullptr when none does.
const ImageShape* first_picture(const std::vector<FieldSpec>& fields);

// An array of {"name": ..., "kind": ..., and what its shape has}, as docs/protocol.md shows it.
Json to_json(const std::vector<FieldSpec>& fields);
// Error when a field is named twice.
std::vector<FieldSpec> field_specs_from_json(const JsonReader& json);

}  // namespace variegate
