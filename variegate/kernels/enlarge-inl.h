// Level rows of a warp that does not shrink, on processors whose permutes reach two vectors of 16-bit lanes:
// both neighbours of a vector of output pixels lie close together, so nothing is gathered. Elsewhere there is
// nothing here. Compiled once for each instruction set, as the kernels that include it.

#if defined(VARIEGATE_KERNELS_ENLARGE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef VARIEGATE_KERNELS_ENLARGE_INL_H_
#undef VARIEGATE_KERNELS_ENLARGE_INL_H_
#else
#define VARIEGATE_KERNELS_ENLARGE_INL_H_
#endif

#include "variegate/kernels/bilinear-inl.h"

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {
#if HWY_TARGET == HWY_AVX3_DL

constexpr int kEnlargedBlock = 256;  // output pixels that are prepared together
constexpr int kGroupLanes = 32;      // bytes of output that one vector of 16-bit lanes makes

// Where the lanes of up to kEnlargedBlock pixels come from. Rows of an upright map share it.
template <int kChannels>
class EnlargedColumns {
 public:
  // For `count` pixels of which the first shows the position x and each further one `step` (above 0, at most
  // a pixel) more, of an input `width` pixels wide. A position lies between the pixel that it names and the
  // next; beyond the edge the edge is repeated.
  void prepare(Fixed x, Fixed step, int count, int width) {
    if (x == x_ && count == count_) return;
    x_ = x;
    count_ = count;
    const auto position = [&](int pixel) { return x + std::min(pixel, count - 1) * step; };
    const auto column = [&](Fixed at) {
      return std::clamp(static_cast<int>(at >> kFixedBits), 0, width - 1);
    };
    const auto left = [&](int pixel) { return column(position(pixel)); };
    const auto right = [&](int pixel) { return column(position(pixel) + kFixedOne); };
    first_ = left(0);
    last_ = right(count - 1);
    groups_ = (count * kChannels + kGroupLanes - 1) / kGroupLanes;
    for (int group = 0; group < groups_; ++group) {
      const int base = left(group * kGroupLanes / kChannels);
      bases_[group] = (base - first_) * kChannels;
      for (int lane = 0; lane < kGroupLanes; ++lane) {
        const int pixel = (group * kGroupLanes + lane) / kChannels;
        const int channel = (group * kGroupLanes + lane) % kChannels;
        lefts_[group][lane] = static_cast<std::int16_t>((left(pixel) - base) * kChannels + channel);
        rights_[group][lane] = static_cast<std::int16_t>((right(pixel) - base) * kChannels + channel);
        weights_[group][lane] = static_cast<std::int16_t>(fraction15(position(pixel)));
      }
    }
  }

  // One row, between two rows of the input.
  void row(const std::uint8_t* top, const std::uint8_t* bottom, int down, std::uint8_t* to) {
    const __m512i downs = _mm512_set1_epi16(static_cast<std::int16_t>(down));
    const int bytes = (last_ - first_ + 1) * kChannels;
    top += first_ * kChannels;
    bottom += first_ * kChannels;
    for (int i = 0; i < bytes; i += kGroupLanes) {
      const __mmask32 mask = first_lanes(bytes - i);
      const __m512i upper =
          _mm512_slli_epi16(_mm512_cvtepu8_epi16(_mm256_maskz_loadu_epi8(mask, top + i)), kPixelBits);
      const __m512i lower =
          _mm512_slli_epi16(_mm512_cvtepu8_epi16(_mm256_maskz_loadu_epi8(mask, bottom + i)), kPixelBits);
      _mm512_storeu_si512(blended_ + i, lerp(upper, lower, downs));
    }
    const __m512i half = _mm512_set1_epi16(1 << (kPixelBits - 1));
    for (int group = 0; group < groups_; ++group) {
      const std::int16_t* from = blended_ + bases_[group];
      const __m512i low = _mm512_loadu_si512(from);
      const __m512i high = _mm512_loadu_si512(from + kGroupLanes);
      const __m512i left = _mm512_permutex2var_epi16(low, _mm512_load_si512(lefts_[group]), high);
      const __m512i right = _mm512_permutex2var_epi16(low, _mm512_load_si512(rights_[group]), high);
      const __m512i value = lerp(left, right, _mm512_load_si512(weights_[group]));
      const __m256i out = _mm512_cvtepi16_epi8(_mm512_srai_epi16(_mm512_add_epi16(value, half), kPixelBits));
      const int done = group * kGroupLanes;
      _mm256_mask_storeu_epi8(to + done, first_lanes(count_ * kChannels - done), out);
    }
  }

 private:
  static __m512i lerp(__m512i from, __m512i to, __m512i weight) {
    return _mm512_add_epi16(from, _mm512_mulhrs_epi16(_mm512_sub_epi16(to, from), weight));
  }
  static __mmask32 first_lanes(int count) {
    return count >= kGroupLanes ? ~__mmask32{0} : (__mmask32{1} << count) - 1;
  }

  static constexpr int kGroups = kEnlargedBlock * kChannels / kGroupLanes;
  Fixed x_ = -1;
  int count_ = 0;
  int first_ = 0;  // column of the input that the block begins with
  int last_ = 0;
  int groups_ = 0;
  int bases_[kGroups];  // where the lanes of a group are counted from, in blended_
  alignas(64) std::int16_t lefts_[kGroups][kGroupLanes];
  alignas(64) std::int16_t rights_[kGroups][kGroupLanes];
  alignas(64) std::int16_t weights_[kGroups][kGroupLanes];
  // The two rows made one. Loads of a group reach up to two vectors beyond what is used.
  alignas(64) std::int16_t blended_[(kEnlargedBlock + 2) * kChannels + 3 * kGroupLanes] = {};
};

#endif
}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
