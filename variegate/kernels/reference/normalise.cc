#include "variegate/kernels/normalise.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace variegate {

TensorFormat with_moments(TensorFormat format, const std::array<double, 4>& mean,
                          const std::array<double, 4>& deviation) {
  for (std::size_t c = 0; c < 4; ++c) {
    format.scale[c] = static_cast<float>(1.0 / (255.0 * deviation[c]));
    format.offset[c] = static_cast<float>(-mean[c] / deviation[c]);
  }
  return format;
}

std::size_t element_bytes(TensorFormat::Element element) {
  switch (element) {
    case TensorFormat::Element::float32:
      return 4;
    case TensorFormat::Element::bfloat16:
      return 2;
    case TensorFormat::Element::uint8:
      return 1;
  }
  return 0;
}

namespace reference {

void normalise(ConstImageView from, const TensorFormat& format, void* to) {
  const auto channels = static_cast<std::size_t>(from.channels);
  const auto width = static_cast<std::size_t>(from.width);
  const std::size_t plane = width * static_cast<std::size_t>(from.height);
  for (std::size_t p = 0; p < plane; ++p) {
    for (std::size_t c = 0; c < channels; ++c) {
      const std::uint8_t byte = from.at(static_cast<int>(p % width), static_cast<int>(p / width))[c];
      const std::size_t index = format.layout == PixelLayout::planes ? c * plane + p : p * channels + c;
      const float value = static_cast<float>(byte) * format.scale[c] + format.offset[c];
      const auto bits = std::bit_cast<std::uint32_t>(value);
      const auto rounded = static_cast<std::uint16_t>((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
      auto* at = static_cast<std::uint8_t*>(to) + index * element_bytes(format.element);
      switch (format.element) {
        case TensorFormat::Element::float32:
          std::memcpy(at, &value, sizeof value);
          break;
        case TensorFormat::Element::bfloat16:
          std::memcpy(at, &rounded, sizeof rounded);
          break;
        case TensorFormat::Element::uint8:
          *at = byte;
          break;
      }
    }
  }
}

}  // namespace reference
}  // namespace variegate
