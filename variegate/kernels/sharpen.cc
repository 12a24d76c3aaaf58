#include "variegate/kernels/sharpen.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/sharpen.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's headers must come after the one that includes this file again
#include "variegate/kernels/blend-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
void Sharpen(ConstImageView from, ImageView to, float factor) { reference::sharpen(from, to, factor); }
#else

// A vector of bytes of one row, and the sums of each with its neighbours left and right.
struct Across {
  V8 bytes;
  Halves<V16> values;
  Halves<V16> sums;
};

HWY_INLINE Across across(V8 left, V8 here, V8 right) {
  const D8 d;
  const VI8 ones = weight_pair(1, 1);
  const Halves<V16> values = widened(here);
  return {here,
          values,
          {hn::Add(values.low, weighted_pairs(hn::InterleaveLower(d, left, right), ones)),
           hn::Add(values.high, weighted_pairs(hn::InterleaveUpper(d, left, right), ones))}};
}

// (sum + 6) / 13, the nearest whole number: exact for sums up to 6000, of which there are 13 * 255 at most.
HWY_INLINE V16 smoothed(V16 above, V16 here, V16 below, V16 value) {
  const D16 d;
  const DU16 du;
  const V16 eight = hn::Add(hn::Add(above, below), hn::Add(here, hn::ShiftLeft<2>(value)));
  const VU16 sum = hn::BitCast(du, hn::Add(eight, hn::Set(d, 6)));
  return hn::BitCast(d, hn::MulHigh(sum, hn::Set(du, 5042)));
}

// A column one vector wide, `count` bytes of it within the picture, from row `top` to before row `bottom`.
// What was summed in one row serves the next two.
template <int kChannels, typename Blend>
void sharpen_column(ConstImageView from, ImageView to, std::size_t first, std::size_t count, int top,
                    int bottom, const Blend& blend) {
  const D8 d;
  const bool whole = count == kBytes;
  const auto row = [&](int y) {
    const std::uint8_t* here = from.row(y) + first;
    if (whole)
      return across(hn::LoadU(d, here - kChannels), hn::LoadU(d, here), hn::LoadU(d, here + kChannels));
    return across(load_first(here - kChannels, count), load_first(here, count),
                  load_first(here + kChannels, count));
  };
  const V8 alpha = hn::BitCast(d, hn::Set(hn::Repartition<std::uint32_t, D8>(), 0xFF000000));
  Across above = row(top - 1);
  Across here = row(top);
  for (int y = top; y < bottom; ++y) {
    const Across below = row(y + 1);
    const V8 smooth =
        narrowed({smoothed(above.sums.low, here.sums.low, below.sums.low, here.values.low),
                  smoothed(above.sums.high, here.sums.high, below.sums.high, here.values.high)});
    V8 out = blend(smooth, here.bytes);
    if constexpr (kChannels == 4) out = hn::IfVecThenElse(alpha, here.bytes, out);
    whole ? hn::StoreU(out, d, to.row(y) + first) : store_first(out, to.row(y) + first, count);
    above = here;
    here = below;
  }
}

template <int kChannels, typename Blend>
void sharpen_inside(ConstImageView from, ImageView to, const Blend& blend) {
  constexpr int kRows =
      64;  // of a band, so that its rows stay in the first cache from one column to the next
  const std::size_t begin = kChannels;
  const std::size_t end = from.row_bytes() - kChannels;
  for (int top = 1; top + 1 < from.height; top += kRows) {
    const int bottom = std::min(top + kRows, from.height - 1);
    for (std::size_t first = begin; first < end; first += kBytes) {
      // The last column begins early rather than being narrow; vectors hold whole pixels where there is
      // alpha.
      if (first + kBytes > end && end - begin >= kBytes) first = end - kBytes;
      sharpen_column<kChannels>(from, to, first, std::min(kBytes, end - first), top, bottom, blend);
    }
  }
}

void Sharpen(ConstImageView from, ImageView to, float factor) {
  const auto copy = [&](int y) { std::copy_n(from.row(y), from.row_bytes(), to.row(y)); };
  if (from.width < 3 || from.height < 3) {
    for (int y = 0; y < from.height; ++y) copy(y);
    return;
  }
  copy(0);
  copy(from.height - 1);
  for (int y = 1; y + 1 < from.height; ++y) {
    std::copy_n(from.row(y), from.channels, to.row(y));
    std::copy_n(from.at(from.width - 1, y), from.channels, to.at(to.width - 1, y));
  }
  with_blend(factor, [&](const auto& blend) {
    switch (from.channels) {
      case 1:
        return sharpen_inside<1>(from, to, blend);
      case 3:
        return sharpen_inside<3>(from, to, blend);
      default:
        return sharpen_inside<4>(from, to, blend);
    }
  });
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(Sharpen);

void sharpen(ConstImageView from, ImageView to, float factor) {
  HWY_DYNAMIC_DISPATCH(Sharpen)(from, to, factor);
}

}  // namespace variegate::kernels
#endif
