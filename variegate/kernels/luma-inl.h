// Luma of vectors of pixels. Included once for every target.
#if defined(VARIEGATE_KERNELS_LUMA_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef VARIEGATE_KERNELS_LUMA_INL_H_
#undef VARIEGATE_KERNELS_LUMA_INL_H_
#else
#define VARIEGATE_KERNELS_LUMA_INL_H_
#endif

#include "variegate/kernels/pixels-inl.h"

#if HWY_TARGET != HWY_SCALAR
HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {

// (256 upper + lower + 0x8000) >> 16, in 16 bits: `upper` is at most 256 * 255, and together they never
// carry.
HWY_INLINE V16 rounded_luma(V16 upper, V16 lower) {
  const DU16 d;
  const VU16 carried = hn::BitCast(d, hn::Add(hn::ShiftRight<8>(lower), hn::Set(D16(), 128)));
  return hn::BitCast(D16(), hn::ShiftRight<8>(hn::Add(hn::BitCast(d, upper), carried)));
}

// The weights 19595, 38470 and 7471 of luma() as 256 upper + lower, each part shared out over the pairs (red,
// green) and (green, blue) so that no weight leaves a byte with its sign and no pair's sum leaves 16 bits.
HWY_INLINE V8 luma(Planes pixels) {
  const D8 d;
  const VI8 upper_rg = weight_pair(77, 51);
  const VI8 upper_gb = weight_pair(99, 29);
  const VI8 lower_rg = weight_pair(-117, 35);
  const VI8 lower_gb = weight_pair(35, 47);
  const auto half = [&](V8 rg, V8 gb) {
    return rounded_luma(hn::Add(weighted_pairs(rg, upper_rg), weighted_pairs(gb, upper_gb)),
                        hn::Add(weighted_pairs(rg, lower_rg), weighted_pairs(gb, lower_gb)));
  };
  return narrowed({half(hn::InterleaveLower(d, pixels.red, pixels.green),
                        hn::InterleaveLower(d, pixels.green, pixels.blue)),
                   half(hn::InterleaveUpper(d, pixels.red, pixels.green),
                        hn::InterleaveUpper(d, pixels.green, pixels.blue))});
}

}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
#endif
