// Bytes widened, multiplied, summed and narrowed again, in one order of lanes for all targets: a vector of
// bytes becomes two of 16 bits (`low` and `high` halves of each block of 16 bytes), two become one again.
// Included once for every target; for HWY_SCALAR, which has no vectors, there is nothing.
#if defined(VARIEGATE_KERNELS_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef VARIEGATE_KERNELS_LANES_INL_H_
#undef VARIEGATE_KERNELS_LANES_INL_H_
#else
#define VARIEGATE_KERNELS_LANES_INL_H_
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#if HWY_TARGET != HWY_SCALAR
HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using D8 = hn::ScalableTag<std::uint8_t>;
using DI8 = hn::RebindToSigned<D8>;
using D16 = hn::Repartition<std::int16_t, D8>;
using DU16 = hn::RebindToUnsigned<D16>;
using D32 = hn::Repartition<std::int32_t, D8>;
using DF = hn::RebindToFloat<D32>;
using V8 = hn::Vec<D8>;
using VI8 = hn::Vec<DI8>;
using V16 = hn::Vec<D16>;
using VU16 = hn::Vec<DU16>;
using V32 = hn::Vec<D32>;
using VF = hn::Vec<DF>;

inline constexpr std::size_t kBytes = HWY_LANES(std::uint8_t);  // in a vector

template <typename V>
struct Halves {
  V low, high;
};

// Bytes as 0..255.
HWY_INLINE Halves<V16> widened(V8 bytes) {
  const D8 d;
  const V8 zero = hn::Zero(d);
  return {hn::BitCast(D16(), hn::InterleaveLower(d, bytes, zero)),
          hn::BitCast(D16(), hn::InterleaveUpper(d, bytes, zero))};
}

// Cut to 0..255; undoes widened().
HWY_INLINE V8 narrowed(Halves<V16> values) {
#if HWY_TARGET == HWY_AVX3_DL
  return V8{_mm512_packus_epi16(values.low.raw, values.high.raw)};
#elif HWY_TARGET == HWY_AVX2
  return V8{_mm256_packus_epi16(values.low.raw, values.high.raw)};
#elif HWY_TARGET == HWY_SSE4
  return V8{_mm_packus_epi16(values.low.raw, values.high.raw)};
#else
  const hn::Half<D8> half;
  return hn::Combine(D8(), hn::DemoteTo(half, values.high), hn::DemoteTo(half, values.low));
#endif
}

// Sums of two neighbours, each times its weight. They must fit 16 bits with their sign.
HWY_INLINE V16 weighted_pairs(V8 bytes, VI8 weights) {
#if HWY_TARGET == HWY_AVX3_DL
  return V16{_mm512_maddubs_epi16(bytes.raw, weights.raw)};
#elif HWY_TARGET == HWY_AVX2
  return V16{_mm256_maddubs_epi16(bytes.raw, weights.raw)};
#elif HWY_TARGET == HWY_SSE4
  return V16{_mm_maddubs_epi16(bytes.raw, weights.raw)};
#else
  const D16 d;
  const DU16 du;
  const VU16 values = hn::BitCast(du, bytes);
  const V16 even = hn::BitCast(d, hn::And(values, hn::Set(du, 0xFF)));
  const V16 odd = hn::BitCast(d, hn::ShiftRight<8>(values));
  const V16 both = hn::BitCast(d, weights);
  return hn::Add(hn::Mul(even, hn::ShiftRight<8>(hn::ShiftLeft<8>(both))),
                 hn::Mul(odd, hn::ShiftRight<8>(both)));
#endif
}

// The weights of even and odd lanes for weighted_pairs().
HWY_INLINE VI8 weight_pair(int even, int odd) {
  const int both = (even & 0xFF) | ((odd & 0xFF) << 8);
  return hn::BitCast(DI8(), hn::Set(DU16(), static_cast<std::uint16_t>(both)));
}

// sums + the products of two neighbours added up.
HWY_INLINE V32 add_products(V32 sums, V16 a, V16 b) {
  const D32 d;
#if HWY_TARGET == HWY_AVX3_DL || HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_SSE4
  V32 unused = hn::Zero(d);
  return hn::ReorderWidenMulAccumulate(d, a, b, sums, unused);
#else
  const V32 a2 = hn::BitCast(d, a);
  const V32 b2 = hn::BitCast(d, b);
  const V32 even =
      hn::Mul(hn::ShiftRight<16>(hn::ShiftLeft<16>(a2)), hn::ShiftRight<16>(hn::ShiftLeft<16>(b2)));
  return hn::Add(sums, hn::Add(even, hn::Mul(hn::ShiftRight<16>(a2), hn::ShiftRight<16>(b2))));
#endif
}

// The first `count` bytes of a vector, the rest 0: for the end of a row, beyond which nothing may be read.
HWY_INLINE V8 load_first(const std::uint8_t* from, std::size_t count) {
  HWY_ALIGN std::uint8_t bytes[kBytes] = {};
  std::memcpy(bytes, from, count);
  return hn::Load(D8(), bytes);
}

HWY_INLINE void store_first(V8 values, std::uint8_t* to, std::size_t count) {
  HWY_ALIGN std::uint8_t bytes[kBytes];
  hn::Store(values, D8(), bytes);
  std::memcpy(to, bytes, count);
}

}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
#endif
