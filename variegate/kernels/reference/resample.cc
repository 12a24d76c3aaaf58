#include "variegate/kernels/resample.h"

#include <algorithm>

namespace variegate::reference {
namespace {

constexpr int kFractionBits = 20;

// Bytes times weights that add up to 2^20, nearly: below 2^29.
std::uint8_t weighted(const std::uint8_t* from, std::size_t step, std::span<const std::int32_t> weights) {
  std::int32_t sum = 1 << (kFractionBits - 1);
  for (const std::int32_t weight : weights) {
    sum += weight * *from;
    from += step;
  }
  return static_cast<std::uint8_t>(std::min(sum >> kFractionBits, 255));
}

}  // namespace

void resample_row(const std::uint8_t* from, int, int channels, const ResampleTaps& taps, std::uint8_t* to) {
  const auto count = static_cast<std::size_t>(taps.count);
  for (std::size_t i = 0; i < taps.first.size(); ++i) {
    for (int c = 0; c < channels; ++c) {
      const std::uint8_t* first = from + static_cast<std::ptrdiff_t>(taps.first[i]) * channels + c;
      *to++ = weighted(first, static_cast<std::size_t>(channels),
                       std::span(taps.weights).subspan(i * count, count));
    }
  }
}

void resample_column(const std::uint8_t* from, std::size_t stride, std::span<const std::int32_t> weights,
                     std::span<std::uint8_t> to) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = weighted(from + i, stride, weights);
}

}  // namespace variegate::reference
