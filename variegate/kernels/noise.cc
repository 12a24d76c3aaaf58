#include "variegate/kernels/noise.h"

#include <algorithm>

#include "variegate/kernels/runs.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/noise.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's headers must come after the one that includes this file again
#include "variegate/kernels/byte_lookup-inl.h"
#include "variegate/kernels/philox-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
void AddNoise(ImageView image, PhiloxKey key, int sigma) { reference::add_noise(image, key, sigma); }
#else

// The levels' lower and upper bytes apart, for permutes.
struct LevelBytes {
  LevelBytes() {
    for (std::size_t i = 0; i < noise_levels().size(); ++i) {
      lower[i] = static_cast<std::uint8_t>(noise_levels()[i] & 0xFF);
      upper[i] = static_cast<std::uint8_t>(noise_levels()[i] >> 8);
    }
  }
  std::array<std::uint8_t, 2 * kNoiseLevels> lower;
  std::array<std::uint8_t, 2 * kNoiseLevels> upper;
};

// Noise for one value after another, made some at a time: it is the same wherever rows begin.
class Noise {
 public:
  Noise(PhiloxKey key, int sigma, const LevelBytes& levels)
      : philox_(key),
        sigma_(hn::Set(D16(), static_cast<std::int16_t>(sigma))),
        lower_(levels.lower.data()),
        upper_(levels.upper.data()) {}

  // Adds to the next `count` values.
  template <typename Add>
  HWY_INLINE void next(std::size_t count, Add add) {
    for (std::size_t done = 0; done < count;) {
      if (used_ == kValues) make();
      const std::size_t some = std::min(count - done, kValues - used_);
      add(done, values_ + used_, some);
      done += some;
      used_ += some;
    }
  }

 private:
  // A multiple of the values of a pixel and of those of the blocks of any vector.
  static constexpr std::size_t kValues = 3 * 512;

  // In two loops: either alone is short enough that a processor works on several rounds of it at once.
  void make() {
    const D8 d;
    HWY_ALIGN std::uint8_t draws[2 * kValues];
    for (std::size_t i = 0; i < sizeof(draws); i += 2 * kBytes) {
      const RandomBytes random = philox_(block_);
      hn::Store(random.first, d, draws + i);
      hn::Store(random.second, d, draws + i + kBytes);
      block_ += Philox::kBlocks;
    }
    for (std::size_t i = 0; i < kValues; i += kBytes / 2) {
      hn::Store(noise(hn::Load(d, draws + 2 * i)), D16(), values_ + i);
    }
    used_ = 0;
  }

  HWY_INLINE V16 noise(V8 draws) const {
    const D8 d;
    const D16 d16;
    const V8 second = hn::BitCast(d, hn::Set(DU16(), kNoiseLevels << 8));
    const V8 index = hn::Or(hn::And(draws, hn::Set(d, kNoiseLevels - 1)), second);
    const V16 lower = weighted_pairs(lower_(index), weight_pair(1, 1));
    const V16 upper = weighted_pairs(hn::Set(d, 1), hn::BitCast(DI8(), upper_(index)));
    const V16 level = hn::Add(lower, hn::ShiftLeft<8>(upper));
    // The product's upper half, then the rest of its fraction rounded away: together as if it were done at
    // once.
    constexpr int kBits = kNoiseLevelBits + kNoiseSigmaBits - 16;
    return hn::MulFixedPoint15(hn::MulHigh(level, sigma_), hn::Set(d16, 1 << (15 - kBits)));
  }

  Philox philox_;
  V16 sigma_;
  Lookup128 lower_, upper_;
  std::uint64_t block_ = 0;
  std::size_t used_ = kValues;
  HWY_ALIGN std::int16_t values_[kValues];
};

void add_to_bytes(std::uint8_t* bytes, const std::int16_t* noise, std::size_t count) {
  const D16 d;
  const hn::Half<D8> half;
  std::size_t i = 0;
  for (; i + kBytes / 2 <= count; i += kBytes / 2) {
    const V16 sum = hn::Add(hn::PromoteTo(d, hn::LoadU(half, bytes + i)), hn::LoadU(d, noise + i));
    hn::StoreU(hn::DemoteTo(half, sum), half, bytes + i);
  }
  for (; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(std::clamp(bytes[i] + noise[i], 0, 255));
}

// The noise is that of three colours a pixel, where bytes have alpha too.
void add_to_colours(std::uint8_t* pixel, const std::int16_t* noise, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 3, pixel += 4) {
    for (std::size_t c = 0; c < 3; ++c) {
      pixel[c] = static_cast<std::uint8_t>(std::clamp(pixel[c] + noise[i + c], 0, 255));
    }
  }
}

void AddNoise(ImageView image, PhiloxKey key, int sigma) {
  const LevelBytes levels;
  Noise noise(key, sigma, levels);
  for_each_run(image, image, [&](const std::uint8_t*, std::uint8_t* bytes, std::size_t count) {
    if (image.channels != 4) {
      return noise.next(count, [&](std::size_t done, const std::int16_t* values, std::size_t some) {
        add_to_bytes(bytes + done, values, some);
      });
    }
    noise.next(count / 4 * 3, [&](std::size_t done, const std::int16_t* values, std::size_t some) {
      add_to_colours(bytes + done / 3 * 4, values, some);
    });
  });
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(AddNoise);

void add_noise(ImageView image, PhiloxKey key, int sigma) {
  HWY_DYNAMIC_DISPATCH(AddNoise)(image, key, sigma);
}

}  // namespace variegate::kernels
#endif
