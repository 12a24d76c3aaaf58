#include "variegate/ops/mix_parts.h"

#include <cstring>

namespace variegate {

Parameter alpha_parameter(double fallback) {
  // Below 0.1 a gamma draw may underflow to 0, and a share of 0 / 0 mixes nothing.
  return {.name = "alpha",
          .unit = "",
          .summary =
              "parameter of the Beta(alpha, alpha) that shares are drawn from: 1 is uniform, less is nearer "
              "to one "
              "of the pictures",
          .low = 0.1,
          .high = 100,
          .fallback = fallback,
          .neutral = 0.1};
}

void blend_pictures(ConstImageView first, ConstImageView second, int share, ImageView out) {
  const auto one = static_cast<std::int16_t>(share);
  const auto other = static_cast<std::int16_t>((1 << kShareBits) - share);
  for (int y = 0; y < out.height; ++y) {
    const std::uint8_t* a = first.row(y);
    const std::uint8_t* b = second.row(y);
    std::uint8_t* to = out.row(y);
    for (std::size_t i = 0; i < out.row_bytes(); ++i) {
      to[i] = static_cast<std::uint8_t>((a[i] * one + b[i] * other + (1 << (kShareBits - 1))) >> kShareBits);
    }
  }
}

void copy_box(ConstImageView from, const Box& box, ImageView out, int left, int top) {
  const std::size_t bytes = static_cast<std::size_t>(box.width) * static_cast<std::size_t>(from.channels);
  for (int y = 0; y < box.height; ++y) {
    if (bytes > 0) std::memcpy(out.at(left, top + y), from.at(box.left, box.top + y), bytes);
  }
}

}  // namespace variegate
