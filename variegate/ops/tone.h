// Luma and blending as Pillow has them: what the enhancements (color, contrast, brightness, sharpness) and
// grey are made of.
#pragma once

#include <cstdint>

namespace variegate {

// ITU-R 601-2 luma of an RGB pixel in 16-bit fixed point: Pillow's conversion to mode "L".
inline int luma(const std::uint8_t* rgb) {
  return (19595 * rgb[0] + 38470 * rgb[1] + 7471 * rgb[2] + 0x8000) >> 16;
}

// Pillow's Image.blend: from the degenerate value (factor 0) to the value itself (factor 1) and beyond, in
// single precision; the fraction is cut off, not rounded.
inline std::uint8_t blend(int degenerate, int value, float factor) {
  const float mixed = static_cast<float>(degenerate) + factor * static_cast<float>(value - degenerate);
  return mixed <= 0.0F     ? std::uint8_t{0}
         : mixed >= 255.0F ? std::uint8_t{255}
                           : static_cast<std::uint8_t>(mixed);
}

}  // namespace variegate
