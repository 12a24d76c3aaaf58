// The last pass over a picture: bytes to the numbers that a model takes, in the order that it takes them.
#pragma once

#include <array>
#include <cstddef>

#include "variegate/core/image.h"

namespace variegate {

// What a model takes. The defaults give bytes over 255, one plane a channel (CHW).
struct TensorFormat {
  enum class Element { float32, bfloat16, uint8 };
  Element element = Element::float32;
  PixelLayout layout = PixelLayout::planes;
  // An element is byte * scale + offset, of its channel; of uint8 the byte itself.
  std::array<float, 4> scale = {1.0F / 255, 1.0F / 255, 1.0F / 255, 1.0F / 255};
  std::array<float, 4> offset = {};
  // Writes floats past the caches, where memory is aligned for it: quicker when what is written is larger
  // than they are and read later, as the batch of a loader is; slower when it is read at once.
  bool past_caches = false;

  bool operator==(const TensorFormat&) const = default;
};

// The scale and offset that subtract a mean and divide by a standard deviation, given a channel each in units
// of 0..1, as torchvision's Normalize takes them. Deviations are positive.
TensorFormat with_moments(TensorFormat format, const std::array<double, 4>& mean,
                          const std::array<double, 4>& deviation);

// Bytes that one element takes.
std::size_t element_bytes(TensorFormat::Element element);

// Writes width x height x channels elements without gaps. A product and a sum in single precision, not fused,
// so that the same bytes come out everywhere; bfloat16 is rounded to the nearest, ties to even.
namespace kernels {
void normalise(ConstImageView from, const TensorFormat& format, void* to);
}
namespace reference {
void normalise(ConstImageView from, const TensorFormat& format, void* to);
}

}  // namespace variegate
