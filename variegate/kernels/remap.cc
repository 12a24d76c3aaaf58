#include "variegate/kernels/remap.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "variegate/kernels/bilinear.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/remap.cc"
#include <hwy/foreach_target.h>
// clang-format off: these must come after the header that includes this file again
#include <hwy/highway.h>
#include "variegate/kernels/bilinear-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
void RemapRow(ConstImageView in, const SourceRow& source, const Sampling& sampling, std::uint8_t* to) {
  reference::remap_row(in, source, sampling, to);
}
#else

using DFixed = hn::Repartition<std::int64_t, D64>;

// Up to kBlock pixels of the row. Positions become those of the top left neighbour, held where both
// neighbours can be told: beyond the first and the last pixel the edge is repeated, so there a position on
// it, with nothing of its other neighbour, gives the same.
struct Block {
  HWY_ALIGN Fixed x[kBlock];
  HWY_ALIGN Fixed y[kBlock];
  HWY_ALIGN std::uint64_t tops[kBlock];  // bytes from the first pixel, then the pixels there
  HWY_ALIGN std::uint64_t bottoms[kBlock];
  HWY_ALIGN std::uint64_t outside[kBlock];  // not 0: not in the picture
  bool any_outside;
  std::uint64_t last;  // the largest of tops and bottoms
};

// Reads the positions and finds their pixels.
template <int kChannels>
HWY_INLINE void locate(ConstImageView in, const SourceRow& source, std::size_t begin, std::size_t count,
                       const Sampling& sampling, Block& block) {
  const DFixed d;
  const D64 du;
  const hn::Repartition<std::uint32_t, D64> d32;
  const std::size_t n = hn::Lanes(d);
  std::memcpy(block.x, source.x.data() + begin, count * sizeof(Fixed));
  std::memcpy(block.y, source.y.data() + begin, count * sizeof(Fixed));
  for (std::size_t i = count; i % n != 0; ++i) block.x[i] = block.y[i] = 0;
  if (sampling.border == Border::reflect) {
    for (std::size_t i = 0; i < count; ++i) {
      block.x[i] = folded(block.x[i], in.width, sampling.border);
      block.y[i] = folded(block.y[i], in.height, sampling.border);
    }
  }
  const bool nearest = sampling.interpolation == Interpolation::nearest;
  const auto zero = hn::Zero(d);
  const auto shift = hn::Set(d, nearest ? 0 : kHalfPixel);
  const auto right = hn::Set(d, in.width * kFixedOne - 1);  // the last position in the picture
  const auto low = hn::Set(d, in.height * kFixedOne - 1);
  const auto last_x = nearest ? right : hn::Set(d, (in.width - 1) * kFixedOne);
  const auto last_y = nearest ? low : hn::Set(d, (in.height - 1) * kFixedOne);
  const auto last_line = hn::Set(d, in.height - 1);
  const auto one = hn::Set(d, 1);
  const auto row_bytes = hn::Set(d32, static_cast<std::uint32_t>(in.stride));
  const auto pixel_bytes = hn::Set(d32, kChannels);
  auto outside = zero;
  auto last = zero;
  for (std::size_t i = 0; i < count; i += n) {
    auto x = hn::Load(d, block.x + i);
    auto y = hn::Load(d, block.y + i);
    const auto beyond =
        hn::Or(hn::Or(hn::Lt(x, zero), hn::Gt(x, right)), hn::Or(hn::Lt(y, zero), hn::Gt(y, low)));
    const auto beyond_lanes = hn::VecFromMask(d, beyond);
    hn::Store(hn::BitCast(du, beyond_lanes), du, block.outside + i);
    outside = hn::Or(outside, beyond_lanes);
    x = hn::Min(hn::Max(hn::Sub(x, shift), zero), last_x);
    y = hn::Min(hn::Max(hn::Sub(y, shift), zero), last_y);
    const auto column = hn::BitCast(d32, hn::ShiftRight<kFixedBits>(x));
    const auto line = hn::ShiftRight<kFixedBits>(y);
    const auto next = hn::Min(hn::Add(line, one), last_line);
    const auto across = hn::MulEven(column, pixel_bytes);
    const auto top = hn::Add(hn::MulEven(hn::BitCast(d32, line), row_bytes), across);
    const auto bottom = hn::Add(hn::MulEven(hn::BitCast(d32, next), row_bytes), across);
    hn::Store(x, d, block.x + i);
    hn::Store(y, d, block.y + i);
    hn::Store(top, du, block.tops + i);
    hn::Store(bottom, du, block.bottoms + i);
    last = hn::Max(last, hn::BitCast(d, bottom));
  }
  block.any_outside = !hn::AllTrue(d, hn::Eq(outside, zero));
  block.last = static_cast<std::uint64_t>(hn::GetLane(hn::MaxOfLanes(d, last)));
}

// Replaces the places of pixels by the pixels, each with its right neighbour.
inline void gather(ConstImageView in, std::size_t count, Block& block) {
  const std::uint8_t* end = in.row(in.height - 1) + in.row_bytes();
  if (in.pixels + block.last + 8 <= end) {
    for (std::size_t i = 0; i < count; ++i) {
      block.tops[i] = eight_bytes(in.pixels + block.tops[i]);
      block.bottoms[i] = eight_bytes(in.pixels + block.bottoms[i]);
    }
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    block.tops[i] = eight_bytes(in.pixels + block.tops[i], end);
    block.bottoms[i] = eight_bytes(in.pixels + block.bottoms[i], end);
  }
}

template <int kChannels>
void remap_row(ConstImageView in, const SourceRow& source, const Sampling& sampling, std::uint8_t* to) {
  const std::size_t pixels = source.x.size();
  const std::uint8_t* to_end = to + pixels * kChannels;
  const std::array<std::uint8_t, 4> fill{sampling.fill, sampling.fill, sampling.fill, 0};
  Block block;
  for (std::size_t begin = 0; begin < pixels; begin += kBlock, to += kBlock * kChannels) {
    const std::size_t count = std::min<std::size_t>(kBlock, pixels - begin);
    locate<kChannels>(in, source, begin, count, sampling, block);
    if (sampling.interpolation == Interpolation::nearest) {
      for (std::size_t i = 0; i < count; ++i)
        std::memcpy(to + i * kChannels, in.pixels + block.tops[i], kChannels);
    } else {
      gather(in, count, block);
      const auto next = [&](int i, hn::Vec<D64>& x, hn::Vec<D64>& y) HWY_ATTR {
        x = hn::BitCast(D64(), hn::Load(DFixed(), block.x + i));
        y = hn::BitCast(D64(), hn::Load(DFixed(), block.y + i));
      };
      interpolate<kChannels>(block.tops, block.bottoms, next, static_cast<int>(count), to, to_end);
    }
    if (sampling.border != Border::constant || !block.any_outside) continue;
    for (std::size_t i = 0; i < count; ++i) {
      if (block.outside[i] != 0) std::memcpy(to + i * kChannels, fill.data(), kChannels);
    }
  }
}

void RemapRow(ConstImageView in, const SourceRow& source, const Sampling& sampling, std::uint8_t* to) {
  switch (in.channels) {
    case 1:
      return remap_row<1>(in, source, sampling, to);
    case 3:
      return remap_row<3>(in, source, sampling, to);
    default:
      return remap_row<4>(in, source, sampling, to);
  }
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(RemapRow);
void remap_row(ConstImageView in, const SourceRow& source, const Sampling& sampling, std::uint8_t* to) {
  HWY_DYNAMIC_DISPATCH(RemapRow)(in, source, sampling, to);
}
}  // namespace variegate::kernels
#endif
