// Colour pixels taken apart into a vector a channel, and put together again. Included once for every target.
#if defined(VARIEGATE_KERNELS_PIXELS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef VARIEGATE_KERNELS_PIXELS_INL_H_
#undef VARIEGATE_KERNELS_PIXELS_INL_H_
#else
#define VARIEGATE_KERNELS_PIXELS_INL_H_
#endif

#include <array>

#include "variegate/kernels/lanes-inl.h"
#include "variegate/kernels/runs.h"

#if HWY_TARGET != HWY_SCALAR
HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {

// kBytes pixels.
struct Planes {
  V8 red, green, blue;
};

#if HWY_TARGET == HWY_AVX3_DL
// Where each byte of three vectors comes from: 0..127 in the first two, or 64 less in the third when its bit
// of `third` is set. Two byte permutes a vector, a third of what Highway's loads of three channels take.
struct Shuffle {
  std::array<std::uint8_t, 64> from{};
  std::uint64_t third = 0;
};

constexpr std::array<Shuffle, 3> make_shuffles(bool apart) {
  std::array<Shuffle, 3> shuffles{};
  for (std::size_t vector = 0; vector < 3; ++vector) {
    for (std::size_t i = 0; i < 64; ++i) {
      const std::size_t place = 64 * vector + i;
      const std::size_t source = apart ? 3 * i + vector : 64 * (place % 3) + place / 3;
      shuffles[vector].from[i] = static_cast<std::uint8_t>(source % 128);
      if (source >= 128) shuffles[vector].third |= std::uint64_t{1} << i;
    }
  }
  return shuffles;
}
alignas(64) inline constexpr std::array<Shuffle, 3> kApart = make_shuffles(true);
alignas(64) inline constexpr std::array<Shuffle, 3> kTogether = make_shuffles(false);

HWY_INLINE __m512i shuffled(const Shuffle& shuffle, __m512i first, __m512i second, __m512i third) {
  const __m512i index = _mm512_loadu_si512(shuffle.from.data());
  return _mm512_mask_permutexvar_epi8(_mm512_permutex2var_epi8(first, index, second), shuffle.third, index,
                                      third);
}

HWY_INLINE Planes load_rgb(const std::uint8_t* from) {
  const __m512i first = _mm512_loadu_si512(from);
  const __m512i second = _mm512_loadu_si512(from + 64);
  const __m512i third = _mm512_loadu_si512(from + 128);
  return {V8{shuffled(kApart[0], first, second, third)}, V8{shuffled(kApart[1], first, second, third)},
          V8{shuffled(kApart[2], first, second, third)}};
}

HWY_INLINE void store_rgb(Planes planes, std::uint8_t* to) {
  for (std::size_t i = 0; i < 3; ++i) {
    _mm512_storeu_si512(to + 64 * i,
                        shuffled(kTogether[i], planes.red.raw, planes.green.raw, planes.blue.raw));
  }
}
#else
HWY_INLINE Planes load_rgb(const std::uint8_t* from) {
  Planes planes;
  hn::LoadInterleaved3(D8(), from, planes.red, planes.green, planes.blue);
  return planes;
}

HWY_INLINE void store_rgb(Planes planes, std::uint8_t* to) {
  hn::StoreInterleaved3(planes.red, planes.green, planes.blue, D8(), to);
}
#endif

template <int kChannels, typename Body>
HWY_INLINE void change_vector(const std::uint8_t* from, std::uint8_t* to, Body body) {
  if constexpr (kChannels == 3) {
    store_rgb(body(load_rgb(from)), to);
  } else {
    Planes planes;
    V8 alpha;
    hn::LoadInterleaved4(D8(), from, planes.red, planes.green, planes.blue, alpha);
    planes = body(planes);
    hn::StoreInterleaved4(planes.red, planes.green, planes.blue, alpha, D8(), to);
  }
}

template <int kChannels, typename Body>
HWY_INLINE void change_run(const std::uint8_t* from, std::uint8_t* to, std::size_t count, Body body) {
  constexpr std::size_t kStep = kChannels * kBytes;
  std::size_t i = 0;
  for (; i + kStep <= count; i += kStep) change_vector<kChannels>(from + i, to + i, body);
  if (i == count) return;
  HWY_ALIGN std::uint8_t rest[kStep] = {};
  std::memcpy(rest, from + i, count - i);
  change_vector<kChannels>(rest, rest, body);
  std::memcpy(to + i, rest, count - i);
}

// to = body(from) for the colours of every pixel, where body maps Planes to Planes; alpha is copied. Of 3 or
// 4 channels; to may be from.
template <typename Body>
void change_pixels(ConstImageView from, ImageView to, Body body) {
  for_each_run(from, to, [&](const std::uint8_t* in, std::uint8_t* out, std::size_t count) {
    from.channels == 3 ? change_run<3>(in, out, count, body) : change_run<4>(in, out, count, body);
  });
}

}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
#endif
