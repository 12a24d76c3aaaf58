#include "variegate/kernels/table.h"

#include "variegate/kernels/runs.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/table.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's header must come after the one that includes this file again
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_AVX3_DL
// The whole table in four registers: two byte permutes of 128 entries each, and the highest bit of the index
// chooses. Highway has no look-up of 256 bytes; written by hand this is 20 times a load a byte.
struct Lookup {
  explicit Lookup(const Table& table)
      : quarters{_mm512_loadu_si512(table.data()), _mm512_loadu_si512(table.data() + 64),
                 _mm512_loadu_si512(table.data() + 128), _mm512_loadu_si512(table.data() + 192)} {}
  __m512i operator()(__m512i index) const {
    const __m512i low = _mm512_permutex2var_epi8(quarters[0], index, quarters[1]);
    const __m512i high = _mm512_permutex2var_epi8(quarters[2], index, quarters[3]);
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(index), low, high);
  }
  __m512i quarters[4];
};

// The bits of a vector that begins with channel `phase` at which `channel` stands.
__mmask64 channel_mask(int channels, int phase, int channel) {
  __mmask64 mask = 0;
  for (int i = 0; i < 64; ++i) {
    if ((i + phase) % channels == channel) mask |= __mmask64{1} << i;
  }
  return mask;
}

__mmask64 first_bytes(std::size_t count) { return count >= 64 ? ~__mmask64{0} : (__mmask64{1} << count) - 1; }

void one_table(const std::uint8_t* from, std::uint8_t* to, std::size_t count, const Table& table) {
  const Lookup lookup(table);
  for (std::size_t i = 0; i < count; i += 64) {
    const __mmask64 mask = first_bytes(count - i);
    _mm512_mask_storeu_epi8(to + i, mask, lookup(_mm512_maskz_loadu_epi8(mask, from + i)));
  }
}

// Of 3 or 4 channels; a row begins with the first.
void table_a_channel(const std::uint8_t* from, std::uint8_t* to, std::size_t count, int channels,
                     const Tables& tables) {
  const Lookup first(tables[0]);
  const Lookup second(tables[1]);
  const Lookup third(tables[2]);
  __mmask64 at_second[3];
  __mmask64 at_third[3];
  const int phases = channels == 3 ? 3 : 1;  // 64 bytes are 21 pixels and one byte, or 16 pixels
  for (int phase = 0; phase < phases; ++phase) {
    at_second[phase] = channel_mask(channels, phase, 1);
    at_third[phase] = channel_mask(channels, phase, 2);
  }
  const __mmask64 alpha = channels == 4 ? channel_mask(4, 0, 3) : 0;
  int phase = 0;
  for (std::size_t i = 0; i < count; i += 64) {
    const __mmask64 mask = first_bytes(count - i);
    const __m512i bytes = _mm512_maskz_loadu_epi8(mask, from + i);
    __m512i out = first(bytes);
    out = _mm512_mask_blend_epi8(at_second[phase], out, second(bytes));
    out = _mm512_mask_blend_epi8(at_third[phase], out, third(bytes));
    _mm512_mask_storeu_epi8(to + i, mask, _mm512_mask_blend_epi8(alpha, out, bytes));
    if (++phase == phases) phase = 0;
  }
}
#else
void one_table(const std::uint8_t* from, std::uint8_t* to, std::size_t count, const Table& table) {
  for (std::size_t i = 0; i < count; ++i) to[i] = table[from[i]];
}

template <int kChannels>
void table_a_channel(const std::uint8_t* from, std::uint8_t* to, std::size_t count, const Tables& tables) {
  for (std::size_t i = 0; i < count; i += kChannels) {
    for (std::size_t c = 0; c < 3; ++c) to[i + c] = tables[c][from[i + c]];
    if constexpr (kChannels == 4) to[i + 3] = from[i + 3];
  }
}

void table_a_channel(const std::uint8_t* from, std::uint8_t* to, std::size_t count, int channels,
                     const Tables& tables) {
  channels == 3 ? table_a_channel<3>(from, to, count, tables) : table_a_channel<4>(from, to, count, tables);
}
#endif

void Apply(ConstImageView from, ImageView to, const Tables& tables, bool alike) {
  for_each_run(from, to, [&](const std::uint8_t* in, std::uint8_t* out, std::size_t count) {
    if (from.channels == 1 || (from.channels == 3 && alike)) return one_table(in, out, count, tables[0]);
    table_a_channel(in, out, count, from.channels, tables);
  });
}

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(Apply);

void apply_table(ConstImageView from, ImageView to, const Table& table) {
  HWY_DYNAMIC_DISPATCH(Apply)(from, to, {table, table, table}, true);
}

void apply_tables(ConstImageView from, ImageView to, const Tables& tables) {
  HWY_DYNAMIC_DISPATCH(Apply)(from, to, tables, false);
}

}  // namespace variegate::kernels
#endif
