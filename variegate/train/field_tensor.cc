#include "variegate/train/field_tensor.h"

#include <ATen/ops/from_blob.h>

#include "variegate/core/error.h"

namespace variegate {
namespace {

std::int64_t size(std::size_t count) { return static_cast<std::int64_t>(count); }

// The pictures' own order of values (rows, columns, channels) is libtorch's channels-last.
at::Tensor tensor_of(const ImageShape& shape, void* samples, std::size_t count) {
  return at::from_blob(samples, {size(count), shape.height, shape.width, shape.channels}, at::kFloat)
      .permute({0, 3, 1, 2});
}

at::Tensor tensor_of(const AudioShape& shape, void* samples, std::size_t count) {
  return at::from_blob(samples, {size(count), shape.channels, size(shape.frames)}, at::kFloat);
}

at::Tensor tensor_of(const TextShape& shape, void* samples, std::size_t count) {
  return at::from_blob(samples, {size(count), size(shape.tokens)}, at::kInt);
}

}  // namespace

ChildInputs child_inputs(const std::vector<FieldBuffer>& fields, int classes) {
  ChildInputs inputs{.fields = {}, .classes = classes};
  for (const FieldBuffer& field : fields) {
    const auto* pictures = std::get_if<TensorFormat>(&field.format);
    if (pictures != nullptr && (pictures->element != TensorFormat::Element::float32 ||
                                pictures->layout != PixelLayout::interleaved)) {
      throw Error({.where = "field '" + field.spec.name + "'",
                   .what = "children do not take pictures in this format",
                   .got = "",
                   .expected = "float32, interleaved",
                   .mend = "set LoaderOptions::format so"},
                  ErrorKind::usage);
    }
    inputs.fields.push_back(field.spec);
  }
  return inputs;
}

at::Tensor field_tensor(const FieldSpec& field, const void* samples, std::size_t count) {
  // libtorch has no tensor of what must not be written; nobody writes to this one.
  void* memory = const_cast<void*>(samples);
  return std::visit([&](const auto& shape) { return tensor_of(shape, memory, count); }, field.shape);
}

}  // namespace variegate
