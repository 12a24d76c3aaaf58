// Bilinear interpolation of gathered pixels, many at a time: what the warp and the remap have in common.
// Compiled once for each instruction set, as the kernels that include it.
#include <algorithm>
#include <cstdint>
#include <cstring>

#include "variegate/kernels/bilinear.h"

#ifndef VARIEGATE_KERNELS_BILINEAR_INL_ONCE
#define VARIEGATE_KERNELS_BILINEAR_INL_ONCE
namespace variegate::kernels {

// The first eight bytes of the left of two neighbouring pixels hold both. Of the last pixels of a picture
// only those bytes are read that it has.
inline std::uint64_t eight_bytes(const std::uint8_t* from) {
  std::uint64_t bytes;
  std::memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

inline std::uint64_t eight_bytes(const std::uint8_t* from, const std::uint8_t* end) {
  if (end - from >= 8) return eight_bytes(from);
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, from, static_cast<std::size_t>(end - from));
  return bytes;
}

}  // namespace variegate::kernels
#endif

// Highway's guard: once for each instruction set.
#if defined(VARIEGATE_KERNELS_BILINEAR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef VARIEGATE_KERNELS_BILINEAR_INL_H_
#undef VARIEGATE_KERNELS_BILINEAR_INL_H_
#else
#define VARIEGATE_KERNELS_BILINEAR_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {
#if HWY_TARGET != HWY_SCALAR

namespace hn = hwy::HWY_NAMESPACE;

using D64 = hn::ScalableTag<std::uint64_t>;
using D16 = hn::Repartition<std::int16_t, D64>;
using D8 = hn::Repartition<std::uint8_t, D64>;
using DPixels = hn::Rebind<std::uint8_t, D16>;  // as many bytes as D16 has lanes: four a pixel

constexpr int kBlock =
    256;  // pixels gathered before they are interpolated: most rows of pictures that models see

// Shuffles within blocks of 16 bytes. 0x80 gives 0.
struct Shuffles {
  alignas(
      16) std::uint8_t left[16];  // of two pixels, 8 bytes a pair: the left one's channels as 16-bit lanes
  alignas(16) std::uint8_t right[16];  // the right one's
  alignas(16) std::uint8_t pack[16];   // four bytes a pixel to kChannels
};

template <int kChannels>
constexpr Shuffles make_shuffles() {
  Shuffles s{};
  for (int i = 0; i < 16; ++i) {
    const int lane = i % 8 / 2;
    const bool used = i % 2 == 0 && lane < kChannels;
    s.left[i] = static_cast<std::uint8_t>(used ? i / 8 * 8 + lane : 0x80);
    s.right[i] = static_cast<std::uint8_t>(used ? i / 8 * 8 + lane + kChannels : 0x80);
    s.pack[i] = static_cast<std::uint8_t>(i < 4 * kChannels ? i / kChannels * 4 + i % kChannels : 0x80);
  }
  return s;
}

// Writes one vector of pixels: the bytes of `pixels`, four a pixel, packed. May write up to 12 bytes more.
template <int kChannels>
HWY_INLINE void store_pixels(hn::Vec<DPixels> pixels, const std::uint8_t* pack, std::uint8_t* to) {
  const DPixels d;
  if constexpr (kChannels == 4) {
    hn::StoreU(pixels, d, to);
  } else if constexpr (hn::MaxLanes(DPixels()) <= 16) {
    hn::StoreU(hn::TableLookupBytes(pixels, hn::Load(d, pack)), d, to);
  } else {
    const hn::Half<DPixels> half;
    const auto packed = hn::TableLookupBytes(pixels, hn::LoadDup128(d, pack));
    hn::StoreU(hn::LowerHalf(half, packed), half, to);
    hn::StoreU(hn::UpperHalf(half, packed), half, to + 4 * kChannels);
  }
}

// Interpolates `count` gathered pairs of pixels, top and bottom. next(i, x, y) gives the top left positions
// of the vector of pixels that begins with the i-th. Writes up to 12 bytes behind the pixels, but not beyond
// to_end.
template <int kChannels, typename Next>
HWY_INLINE void interpolate(const std::uint64_t* tops, const std::uint64_t* bottoms, Next next, int count,
                            std::uint8_t* to, const std::uint8_t* to_end) {
  static constexpr Shuffles kShuffles = make_shuffles<kChannels>();
  HWY_ALIGN static constexpr std::uint8_t kSpread[16] = {0, 1, 0, 1, 0, 1, 0, 1, 8, 9, 8, 9, 8, 9, 8, 9};
  const D64 d;
  const D16 d16;
  const D8 d8;
  const DPixels pixels;
  const auto n = static_cast<int>(hn::Lanes(d));
  const auto left = hn::LoadDup128(d8, kShuffles.left);
  const auto right = hn::LoadDup128(d8, kShuffles.right);
  const auto spread = hn::LoadDup128(d8, kSpread);
  const auto mask = hn::Set(d, 0x7FFF);
  const auto half = hn::Set(d16, 1 << (kPixelBits - 1));
  const auto weights = [&](hn::Vec<D64> position) HWY_ATTR {
    const auto fraction = hn::And(hn::ShiftRight<kFixedBits - 15>(position), mask);
    return hn::BitCast(d16, hn::TableLookupBytes(hn::BitCast(d8, fraction), spread));
  };
  const auto between = [&](hn::Vec<D16> first, hn::Vec<D16> second, hn::Vec<D16> weight) HWY_ATTR {
    return hn::Add(first, hn::MulFixedPoint15(hn::Sub(second, first), weight));
  };
  const auto pixel = [&](hn::Vec<D8> pairs, hn::Vec<D8> side) HWY_ATTR {
    return hn::ShiftLeft<kPixelBits>(hn::BitCast(d16, hn::TableLookupBytesOr0(pairs, side)));
  };
  auto x = hn::Zero(d);
  auto y = hn::Zero(d);
  for (int i = 0; i < count; i += n) {
    next(i, x, y);
    const auto top = hn::BitCast(d8, hn::Load(d, tops + i));
    const auto bottom = hn::BitCast(d8, hn::Load(d, bottoms + i));
    const auto down = weights(y);
    const auto value = between(between(pixel(top, left), pixel(bottom, left), down),
                               between(pixel(top, right), pixel(bottom, right), down), weights(x));
    const auto bytes = hn::DemoteTo(pixels, hn::ShiftRight<kPixelBits>(hn::Add(value, half)));
    const int whole = n * kChannels;
    if (i + n <= count && to_end - to >= whole + 12) {
      store_pixels<kChannels>(bytes, kShuffles.pack, to);
    } else {
      HWY_ALIGN std::uint8_t last[HWY_MAX_BYTES / 2 + 16];
      store_pixels<kChannels>(bytes, kShuffles.pack, last);
      std::memcpy(to, last, static_cast<std::size_t>(std::min(n, count - i) * kChannels));
    }
    to += whole;
  }
}

#endif
}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
