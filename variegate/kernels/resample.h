// Pixels as weighted sums of others, one axis at a time: what resizing is made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace variegate {

// The input pixels that make the output pixels of one axis, and their weights.
struct ResampleTaps {
  std::vector<int> first;  // the first input pixel, one an output pixel
  std::vector<std::int32_t>
      weights;  // `count` an output pixel, 0 or more, in units of 2^-20; they add up to 1, within 2^-15
  int count = 0;
};

// Sums are rounded to the nearest byte. In integers: the same bytes come out everywhere.
namespace kernels {
// One row: `pixels` input pixels of 1, 3 or 4 channels side by side, taps.first.size() output pixels.
void resample_row(const std::uint8_t* from, int pixels, int channels, const ResampleTaps& taps,
                  std::uint8_t* to);
// One output row from as many input rows as there are weights, `stride` bytes apart.
void resample_column(const std::uint8_t* from, std::size_t stride, std::span<const std::int32_t> weights,
                     std::span<std::uint8_t> to);
}  // namespace kernels
namespace reference {
void resample_row(const std::uint8_t* from, int pixels, int channels, const ResampleTaps& taps,
                  std::uint8_t* to);
void resample_column(const std::uint8_t* from, std::size_t stride, std::span<const std::int32_t> weights,
                     std::span<std::uint8_t> to);
}  // namespace reference

}  // namespace variegate
