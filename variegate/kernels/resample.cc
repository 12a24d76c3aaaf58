#include "variegate/kernels/resample.h"

#include <algorithm>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/resample.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's header must come after the one that includes this file again
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
void ResampleRow(const std::uint8_t* from, int pixels, int channels, const ResampleTaps& taps,
                 std::uint8_t* to) {
  reference::resample_row(from, pixels, channels, taps, to);
}
void ResampleColumn(const std::uint8_t* from, std::size_t stride, std::span<const std::int32_t> weights,
                    std::span<std::uint8_t> to) {
  reference::resample_column(from, stride, weights, to);
}
#else

namespace hn = hwy::HWY_NAMESPACE;

constexpr int kFractionBits = 20;
constexpr std::int32_t kHalf = 1 << (kFractionBits - 1);

// A pixel is one vector of four sums; of three channels the fourth is the next pixel's and is thrown away.
template <std::size_t kChannels>
void resample_pixels(const std::uint8_t* from, std::size_t bytes, const ResampleTaps& taps,
                     std::uint8_t* to) {
  const hn::FixedTag<std::int32_t, 4> d;
  const hn::Rebind<std::uint8_t, decltype(d)> d8;
  const auto count = static_cast<std::size_t>(taps.count);
  const std::int32_t* weights = taps.weights.data();
  const std::size_t outputs = taps.first.size();
  for (std::size_t i = 0; i < outputs; ++i, weights += count, to += kChannels) {
    const std::uint8_t* pixel = from + static_cast<std::size_t>(taps.first[i]) * kChannels;
    auto sum = hn::Set(d, kHalf);
    // Where four bytes would reach past the row, the last pixel is read from one byte before it.
    const bool inside = static_cast<std::size_t>(pixel - from) + kChannels * (count - 1) + 4 <= bytes;
    const std::size_t safe = inside ? count : count - 1;
    for (std::size_t k = 0; k < safe; ++k, pixel += kChannels)
      sum = hn::Add(sum, hn::Mul(hn::PromoteTo(d, hn::LoadU(d8, pixel)), hn::Set(d, weights[k])));
    if (!inside) {
      std::uint8_t last[4] = {};
      std::memcpy(last, pixel, kChannels);
      sum = hn::Add(sum, hn::Mul(hn::PromoteTo(d, hn::LoadU(d8, last)), hn::Set(d, weights[safe])));
    }
    std::uint8_t out[4];
    hn::StoreU(hn::DemoteTo(d8, hn::ShiftRight<kFractionBits>(sum)), d8, out);
    std::memcpy(to, out, kChannels);
  }
}

void ResampleRow(const std::uint8_t* from, int pixels, int channels, const ResampleTaps& taps,
                 std::uint8_t* to) {
  const std::size_t bytes = static_cast<std::size_t>(pixels) * static_cast<std::size_t>(channels);
  if (channels == 3) return resample_pixels<3>(from, bytes, taps, to);
  if (channels == 4) return resample_pixels<4>(from, bytes, taps, to);
  reference::resample_row(from, pixels, channels, taps, to);
}

void ResampleColumn(const std::uint8_t* from, std::size_t stride, std::span<const std::int32_t> weights,
                    std::span<std::uint8_t> to) {
  const hn::ScalableTag<std::int32_t> d;
  const hn::Rebind<std::uint8_t, decltype(d)> d8;
  const std::size_t n = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + 2 * n <= to.size(); i += 2 * n) {  // two at a time: additions wait for each other
    auto first = hn::Set(d, kHalf);
    auto second = first;
    const std::uint8_t* row = from + i;
    for (const std::int32_t weight : weights) {
      const auto own = hn::Set(d, weight);
      first = hn::Add(first, hn::Mul(hn::PromoteTo(d, hn::LoadU(d8, row)), own));
      second = hn::Add(second, hn::Mul(hn::PromoteTo(d, hn::LoadU(d8, row + n)), own));
      row += stride;
    }
    hn::StoreU(hn::DemoteTo(d8, hn::ShiftRight<kFractionBits>(first)), d8, to.data() + i);
    hn::StoreU(hn::DemoteTo(d8, hn::ShiftRight<kFractionBits>(second)), d8, to.data() + i + n);
  }
  reference::resample_column(from + i, stride, weights, to.subspan(i));
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(ResampleRow);
HWY_EXPORT(ResampleColumn);

void resample_row(const std::uint8_t* from, int pixels, int channels, const ResampleTaps& taps,
                  std::uint8_t* to) {
  HWY_DYNAMIC_DISPATCH(ResampleRow)(from, pixels, channels, taps, to);
}

void resample_column(const std::uint8_t* from, std::size_t stride, std::span<const std::int32_t> weights,
                     std::span<std::uint8_t> to) {
  HWY_DYNAMIC_DISPATCH(ResampleColumn)(from, stride, weights, to);
}

}  // namespace variegate::kernels
#endif
