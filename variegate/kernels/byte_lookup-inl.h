// Look-ups of whole vectors of bytes in a table, by byte permutes. Included once for every target; for
// HWY_SCALAR, which has no vectors, there is nothing.
#if defined(VARIEGATE_KERNELS_BYTE_LOOKUP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef VARIEGATE_KERNELS_BYTE_LOOKUP_INL_H_
#undef VARIEGATE_KERNELS_BYTE_LOOKUP_INL_H_
#else
#define VARIEGATE_KERNELS_BYTE_LOOKUP_INL_H_
#endif

#include "variegate/kernels/lanes-inl.h"

#if HWY_TARGET != HWY_SCALAR
HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {

// A table of 128 bytes.
#if HWY_TARGET == HWY_AVX3_DL
class Lookup128 {
 public:
  explicit Lookup128(const std::uint8_t* table)
      : low_(_mm512_loadu_si512(table)), high_(_mm512_loadu_si512(table + 64)) {}
  // Only the lower 7 bits of an index of 128 or more count.
  HWY_INLINE V8 operator()(V8 index) const { return V8{_mm512_permutex2var_epi8(low_, index.raw, high_)}; }

 private:
  __m512i low_, high_;
};
#else
// A permute reaches 16 bytes. The eight parts of the table are kept as differences (exclusive or) from the
// part before; for an index in part k the first k + 1 permutes give something, which together is the entry,
// and the others, whose index has become negative, nothing.
class Lookup128 {
 public:
  explicit Lookup128(const std::uint8_t* table) {
    const D8 d;
    V8 before = hn::Zero(d);
    for (std::size_t part = 0; part < 8; ++part) {
      HWY_ALIGN std::uint8_t bytes[16];
      std::memcpy(bytes, table + 16 * part, 16);
      const V8 entries = hn::LoadDup128(d, bytes);
      parts_[part] = hn::Xor(entries, before);
      before = entries;
    }
  }
  // 0 for an index of 128 or more.
  HWY_INLINE V8 operator()(V8 index) const {
    const DI8 d;
    VI8 left = hn::BitCast(d, index);
    V8 entry = permuted(parts_[0], left);
    for (std::size_t part = 1; part < 8; ++part) {
      left = hn::SaturatedSub(left, hn::Set(d, 16));
      entry = hn::Xor(entry, permuted(parts_[part], left));
    }
    return entry;
  }

 private:
  static HWY_INLINE V8 permuted(V8 part, VI8 index) {
    const D8 d;
#if HWY_ARCH_X86
    return hn::TableLookupBytesOr0(part, hn::BitCast(d, index));  // looks at the lower 4 bits and the sign
#else
    return hn::TableLookupBytesOr0(part, hn::And(hn::BitCast(d, index), hn::Set(d, 0x8F)));
#endif
  }

  V8 parts_[8];
};
#endif

// A table of 256 bytes.
class Lookup256 {
 public:
  explicit Lookup256(const std::uint8_t* table) : low_(table), high_(table + 128) {}
  HWY_INLINE V8 operator()(V8 index) const {
#if HWY_TARGET == HWY_AVX3_DL
    return V8{_mm512_mask_blend_epi8(_mm512_movepi8_mask(index.raw), low_(index).raw, high_(index).raw)};
#else
    return hn::Xor(low_(index), high_(hn::Xor(index, hn::Set(D8(), 0x80))));
#endif
  }

 private:
  Lookup128 low_, high_;
};

}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
#endif
