// The arithmetic of bilinear interpolation, of which every kernel and its reference give the same bytes.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "variegate/kernels/warp.h"

namespace variegate::kernels {

// Positions are in pixels with 32 fraction bits; pixel i has its centre at i + 0.5.
using Fixed = std::int64_t;
inline constexpr int kFixedBits = 32;
inline constexpr Fixed kFixedOne = Fixed{1} << kFixedBits;
inline constexpr Fixed kHalfPixel = kFixedOne / 2;

// The number of a map as a position, with as many fraction bits as the interpolation asks for
// (kernels/warp.h).
inline Fixed fixed(double value, Interpolation interpolation) {
  const int bits = interpolation == Interpolation::nearest ? 16 : kFixedBits;
  const double scaled = value * static_cast<double>(Fixed{1} << bits);
  return static_cast<Fixed>(std::floor(scaled + 0.5)) << (kFixedBits - bits);
}

// A position brought back between 0 and size, for the borders that have something outside.
inline Fixed folded(Fixed position, int size, Border border) {
  const Fixed end = size * kFixedOne;
  if (border == Border::replicate) return std::clamp<Fixed>(position, 0, end - 1);
  const Fixed phase = ((position % (2 * end)) + 2 * end) % (2 * end);
  return phase < end ? phase : 2 * end - 1 - phase;
}

// Between two pixels a position has 15 fraction bits.
inline int fraction15(Fixed position) { return static_cast<int>((position >> (kFixedBits - 15)) & 0x7FFF); }

// (a b + 2^14) >> 15: what one instruction does to 16-bit lanes everywhere (pmulhrsw, sqrdmulh).
inline int multiply15(int a, int b) { return (a * b + (1 << 14)) >> 15; }

// Down first and then across, so that rows that stay level share the first step. Pixels have 6 fraction bits
// on the way: with the sign, 15 bits. The error is at most 0.55 of a level.
inline constexpr int kPixelBits = 6;

inline std::uint8_t bilinear(int top_left, int top_right, int bottom_left, int bottom_right, int across,
                             int down) {
  const auto between = [](int first, int second, int weight) {
    return first + multiply15(second - first, weight);
  };
  constexpr int kOne = 1 << kPixelBits;
  const int left = between(top_left * kOne, bottom_left * kOne, down);
  const int right = between(top_right * kOne, bottom_right * kOne, down);
  const int value = between(left, right, across);
  return static_cast<std::uint8_t>((value + (1 << (kPixelBits - 1))) >> kPixelBits);
}

}  // namespace variegate::kernels
