// Pillow's Image.blend (kernels/tone.h) of vectors of bytes. Included once for every target; for HWY_SCALAR,
// which has no vectors, there is nothing.
#if defined(VARIEGATE_KERNELS_BLEND_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef VARIEGATE_KERNELS_BLEND_INL_H_
#undef VARIEGATE_KERNELS_BLEND_INL_H_
#else
#define VARIEGATE_KERNELS_BLEND_INL_H_
#endif

#include <algorithm>
#include <array>

#include "variegate/kernels/byte_lookup-inl.h"

#if HWY_TARGET != HWY_SCALAR
HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {

// The blend exactly as its formula is written, in single precision.
class FloatBlend {
 public:
  explicit FloatBlend(float factor) : factor_(hn::Set(DF(), factor * 0x1.0p-16F)) {}

  HWY_INLINE V8 operator()(V8 degenerate, V8 value) const {
    const Halves<V16> from = widened(degenerate);
    const Halves<V16> to = widened(value);
    return narrowed(
        {mixed(from.low, hn::Sub(to.low, from.low)), mixed(from.high, hn::Sub(to.high, from.high))});
  }

 private:
  HWY_INLINE V16 mixed(V16 from, V16 difference) const {
    const D16 d;
    const V16 zero = hn::Zero(d);
    return hn::ReorderDemote2To(
        d, mixed32(hn::InterleaveLower(d, from, zero), hn::InterleaveLower(d, zero, difference)),
        mixed32(hn::InterleaveUpper(d, from, zero), hn::InterleaveUpper(d, zero, difference)));
  }
  // `difference` stands in the upper half of each 32 bits, with its sign: times 2^16, as factor_ knows.
  HWY_INLINE V32 mixed32(V16 from, V16 difference) const {
    const D32 d32;
    const DF df;
    const VF step = hn::ConvertTo(df, hn::BitCast(d32, difference));
    return truncated(hn::Add(hn::ConvertTo(df, hn::BitCast(d32, from)), hn::Mul(factor_, step)));
  }
  // Highway's own conversion minds numbers of more than 31 bits, at two instructions more.
  static HWY_INLINE V32 truncated(VF values) {
#if HWY_TARGET == HWY_AVX3_DL
    return V32{_mm512_cvttps_epi32(values.raw)};
#elif HWY_TARGET == HWY_AVX2
    return V32{_mm256_cvttps_epi32(values.raw)};
#elif HWY_TARGET == HWY_SSE4
    return V32{_mm_cvttps_epi32(values.raw)};
#else
    return hn::ConvertTo(D32(), values);
#endif
  }

  VF factor_;
};

#if HWY_TARGET == HWY_AVX3_DL
// The same from tables of what a difference adds (rounded down) or takes away (rounded up): cutting sums to
// bytes is what saturating addition does anyway, and four permutes replace the way to float and back.
// Measured at three times the speed.
class TableBlend {
 public:
  // False when the tables cannot tell: when a product lies so close to a whole number, without being one,
  // that it depends on the sum's size whether rounding to single precision takes the sum there (1 factor in
  // 400).
  bool set(float factor) {
    constexpr float kClose = 0x1.0p-16F;  // units in the last place of a sum below 256, and half of one more
    alignas(64) std::array<std::uint8_t, 256> more;
    alignas(64) std::array<std::uint8_t, 256> less;
    int close = 0;
    for (int difference = 0; difference < 256; ++difference) {
      const float product = std::min(factor * static_cast<float>(difference), 256.0F);
      const int whole = static_cast<int>(product);
      const float part = product - static_cast<float>(whole);
      close |= static_cast<int>(part > 0.0F) &
               (static_cast<int>(part <= kClose) | static_cast<int>(part >= 1.0F - kClose));
      more[static_cast<std::size_t>(difference)] = static_cast<std::uint8_t>(std::min(whole, 255));
      less[static_cast<std::size_t>(difference)] =
          static_cast<std::uint8_t>(std::min(whole + (part > 0.0F ? 1 : 0), 255));
    }
    more_ = Lookup256(more.data());
    less_ = Lookup256(less.data());
    return close == 0;
  }

  HWY_INLINE V8 operator()(V8 degenerate, V8 value) const {
    const V8 added = hn::SaturatedAdd(degenerate, more_(hn::SaturatedSub(value, degenerate)));
    return hn::SaturatedSub(added, less_(hn::SaturatedSub(degenerate, value)));
  }

 private:
  static constexpr std::array<std::uint8_t, 256> kNothing{};
  Lookup256 more_{kNothing.data()};
  Lookup256 less_{kNothing.data()};
};
#endif

// body(blend), where blend(degenerate, value) blends vectors of bytes by the factor, which is not negative.
template <typename Body>
void with_blend(float factor, Body body) {
#if HWY_TARGET == HWY_AVX3_DL
  TableBlend blend;
  if (blend.set(factor)) return body(blend);
#endif
  body(FloatBlend(factor));
}

}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
#endif
