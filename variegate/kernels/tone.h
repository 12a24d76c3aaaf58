// Luma and blending as in Pillow: what the enhancements (color, contrast, brightness, sharpness) and grey are
// made of.
#pragma once

#include <algorithm>
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
  return static_cast<std::uint8_t>(std::clamp(static_cast<int>(mixed), 0, 255));
}

}  // namespace variegate
