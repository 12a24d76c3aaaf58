#include "variegate/kernels/blur.h"

#include <algorithm>

#include "variegate/kernels/reflect.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/blur.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's headers must come after the one that includes this file again
#include "variegate/kernels/lanes-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
void Blur(ImageView image, std::span<const std::int16_t> weights, std::vector<std::uint16_t>& rows) {
  reference::blur(image, weights, rows);
}
#else

constexpr std::size_t kWords = kBytes / 2;  // in a vector
using DHalf = hn::Half<D8>;                 // as many bytes

std::size_t rounded_up(std::size_t words) { return (words + kBytes - 1) / kBytes * kBytes; }

// The weights of a filter, 2 k and 2 k + 1 in each 32 bits as products of neighbouring lanes want them; a
// last one alone is joined by 0.
class WeightPairs {
 public:
  explicit WeightPairs(std::span<const std::int16_t> weights)
      : radius_(static_cast<int>(weights.size()) - 1) {
    for (std::size_t k = 0; k < weights.size(); ++k) {
      pairs_[k / 2] = k % 2 == 0 ? weights[k] : pairs_[k / 2] | weights[k] * 0x10000;
    }
  }
  int radius() const { return radius_; }
  HWY_INLINE V16 pair(int k) const { return hn::BitCast(D16(), hn::Set(D32(), pairs_[k])); }

 private:
  int radius_;
  std::int32_t pairs_[kMostBlurWeights / 2];
};

// Two vectors of words, as many as one of bytes.
struct Words {
  V16 first, second;
};

HWY_INLINE Words words_at(const std::uint16_t* from) {
  const D16 d;
  const DU16 du;
  return {hn::BitCast(d, hn::LoadU(du, from)), hn::BitCast(d, hn::LoadU(du, from + kWords))};
}

HWY_INLINE Words added(Words a, Words b) { return {hn::Add(a.first, b.first), hn::Add(a.second, b.second)}; }

// Sums of two taps a lane, each times its weight.
struct Sums {
  HWY_INLINE void add(V16 a, V16 b, V16 weights) {
    const D16 d;
    low = add_products(low, hn::InterleaveLower(d, a, b), weights);
    high = add_products(high, hn::InterleaveUpper(d, a, b), weights);
  }
  template <int kShift>
  HWY_INLINE V16 shifted() const {
    return hn::ReorderDemote2To(D16(), hn::ShiftRight<kShift>(low), hn::ShiftRight<kShift>(high));
  }

  V32 low, high;
};

// The filter at kBytes places: tap(k) gives the sums of the two values k away. Shifted right by kShift,
// rounded. kRadius is that of the filter where it is known when compiling, and the loop laid out flat, else
// 0.
template <int kRadius, int kShift, typename Tap>
HWY_INLINE Words filtered(const WeightPairs& weights, Tap tap) {
  const int radius = kRadius > 0 ? kRadius : weights.radius();
  const V32 half = hn::Set(D32(), 1 << (kShift - 1));
  Sums first{half, half};
  Sums second{half, half};
  const auto add = [&](Words a, Words b, V16 pair) {
    first.add(a.first, b.first, pair);
    second.add(a.second, b.second, pair);
  };
  for (int k = 0; k < radius; k += 2) add(tap(k), tap(k + 1), weights.pair(k / 2));
  const V16 zero = hn::Zero(D16());
  if (radius % 2 == 0) add(tap(radius), {zero, zero}, weights.pair(radius / 2));
  return {first.template shifted<kShift>(), second.template shifted<kShift>()};
}

// A picture's rows, filtered along themselves. As many are held as a column's filter spans, in turn.
template <int kRadius>
class FilteredRows {
 public:
  FilteredRows(ConstImageView image, const WeightPairs& weights, std::vector<std::uint16_t>& memory)
      : image_(image),
        weights_(weights),
        margin_(static_cast<std::size_t>(weights.radius()) * static_cast<std::size_t>(image.channels)),
        stride_(rounded_up(image.row_bytes())),
        held_(std::min(2 * weights.radius() + 1, image.height)) {
    const std::size_t held = stride_ * static_cast<std::size_t>(held_);
    const std::size_t padded = stride_ + 2 * margin_ + kBytes;
    memory.resize(std::max(memory.size(), kWords + held + padded));
    const std::size_t past_line =
        reinterpret_cast<std::uintptr_t>(memory.data()) % kBytes / sizeof(std::uint16_t);
    rows_ = memory.data() + (kWords - past_line) % kWords;
    padded_ = rows_ + held;
  }

  std::uint16_t* row(int y) const { return rows_ + static_cast<std::size_t>(y % held_) * stride_; }

  void filter(int y) {
    widen(y);
    const std::uint16_t* middle = padded_ + margin_;
    const auto step = static_cast<std::size_t>(image_.channels);
    std::uint16_t* to = row(y);
    for (std::size_t i = 0; i < image_.row_bytes(); i += kBytes) {
      const Words out = filtered<kRadius, kBlurWeightBits - kBlurRowBits>(weights_, [&](int k) {
        const std::uint16_t* from = middle + i;
        const std::size_t away = static_cast<std::size_t>(k) * step;
        return k == 0 ? words_at(from) : added(words_at(from - away), words_at(from + away));
      });
      hn::StoreU(hn::BitCast(DU16(), out.first), DU16(), to + i);
      hn::StoreU(hn::BitCast(DU16(), out.second), DU16(), to + i + kWords);
    }
  }

 private:
  // The row in words, with its reflected margins.
  void widen(int y) {
    const std::uint8_t* from = image_.row(y);
    std::uint16_t* to = padded_ + margin_;
    const std::size_t bytes = image_.row_bytes();
    std::size_t i = 0;
    for (; i + kWords <= bytes; i += kWords) {
      hn::StoreU(hn::PromoteTo(DU16(), hn::LoadU(DHalf(), from + i)), DU16(), to + i);
    }
    for (; i < bytes; ++i) to[i] = from[i];
    const auto step = static_cast<std::size_t>(image_.channels);
    for (int x = 1; x <= weights_.radius(); ++x) {
      const std::size_t away = static_cast<std::size_t>(x) * step;
      std::copy_n(to + static_cast<std::size_t>(reflected_101(-x, image_.width)) * step, step, to - away);
      const int beyond = reflected_101(image_.width - 1 + x, image_.width);
      std::copy_n(to + static_cast<std::size_t>(beyond) * step, step, to + bytes - step + away);
    }
  }

  ConstImageView image_;
  const WeightPairs& weights_;
  std::size_t margin_;
  std::size_t stride_;
  int held_;
  std::uint16_t* padded_;
  std::uint16_t* rows_;
};

// The rows above and below a place that a column's filter asks for.
struct Columns {
  const std::uint16_t* above[kMostBlurWeights];
  const std::uint16_t* below[kMostBlurWeights];
};

// Row y of the picture from filtered rows; of 4 channels the last stays.
template <int kRadius, bool kAlpha>
void filter_columns(const Columns& columns, const WeightPairs& weights, std::uint8_t* to, std::size_t bytes) {
  const D8 d;
  const auto filter_at = [&](std::size_t i) {
    const Words out = filtered<kRadius, kBlurWeightBits + kBlurRowBits>(weights, [&](int k) {
      return k == 0 ? words_at(columns.above[0] + i)
                    : added(words_at(columns.above[k] + i), words_at(columns.below[k] + i));
    });
    const DHalf half;
    return hn::Combine(d, hn::DemoteTo(half, out.second), hn::DemoteTo(half, out.first));
  };
  const auto keep_alpha = [&](V8 out, V8 before) {
    const V8 alpha = hn::BitCast(d, hn::Set(hn::Repartition<std::uint32_t, D8>(), 0xFF000000));
    return kAlpha ? hn::IfVecThenElse(alpha, before, out) : out;
  };
  if (bytes < kBytes) return store_first(keep_alpha(filter_at(0), load_first(to, bytes)), to, bytes);
  for (std::size_t i = 0; i < bytes; i += kBytes) {
    i = std::min(i, bytes - kBytes);  // the last vector overlaps the one before
    hn::StoreU(keep_alpha(filter_at(i), hn::LoadU(d, to + i)), d, to + i);
  }
}

template <int kRadius>
void blur(ImageView image, const WeightPairs& weights, std::vector<std::uint16_t>& memory) {
  FilteredRows<kRadius> rows(image, weights, memory);
  const int radius = weights.radius();
  int next = 0;
  for (int y = 0; y < image.height; ++y) {
    for (; next < image.height && next <= y + radius; ++next) rows.filter(next);
    Columns columns;
    for (int k = 0; k <= radius; ++k) {
      columns.above[k] = rows.row(reflected_101(y - k, image.height));
      columns.below[k] = rows.row(reflected_101(y + k, image.height));
    }
    const auto filter = image.channels == 4 ? filter_columns<kRadius, true> : filter_columns<kRadius, false>;
    filter(columns, weights, image.row(y), image.row_bytes());
  }
}

void Blur(ImageView image, std::span<const std::int16_t> weights, std::vector<std::uint16_t>& rows) {
  const WeightPairs pairs(weights);
  switch (pairs.radius()) {
    case 1:
      return blur<1>(image, pairs, rows);
    case 2:
      return blur<2>(image, pairs, rows);
    case 3:
      return blur<3>(image, pairs, rows);
    default:
      return blur<0>(image, pairs, rows);
  }
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(Blur);

void blur(ImageView image, std::span<const std::int16_t> weights, std::vector<std::uint16_t>& rows) {
  HWY_DYNAMIC_DISPATCH(Blur)(image, weights, rows);
}

}  // namespace variegate::kernels
#endif
