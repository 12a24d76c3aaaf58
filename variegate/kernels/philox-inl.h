// Philox4x32 (core/philox.h) with kNoiseRounds for many blocks at a time. Included once for every target; for
// HWY_SCALAR, which has no vectors, there is nothing.
#if defined(VARIEGATE_KERNELS_PHILOX_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef VARIEGATE_KERNELS_PHILOX_INL_H_
#undef VARIEGATE_KERNELS_PHILOX_INL_H_
#else
#define VARIEGATE_KERNELS_PHILOX_INL_H_
#endif

#include "variegate/core/philox.h"
#include "variegate/kernels/lanes-inl.h"
#include "variegate/kernels/noise.h"

#if HWY_TARGET != HWY_SCALAR
HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {

// Random blocks, one after another, as many as fill two vectors.
struct RandomBytes {
  V8 first, second;
};

// One key's blocks of counters {number, number's upper half, 0, 0}. Each word has 64 bits to itself, of which
// the lower 32 count: what multiplications leave in the upper ones need not be cleared.
class Philox {
 public:
  static constexpr std::size_t kBlocks = kBytes / 8;

  explicit Philox(PhiloxKey key) {
    for (auto& round_key : keys_) {
      round_key[0] = key[0];
      round_key[1] = key[1];
      key[0] += 0x9E3779B9U;
      key[1] += 0xBB67AE85U;
    }
    // In this order, interleaving pairs of words at the end leaves blocks in order.
    for (std::size_t i = 0; i < kBlocks; ++i) places_[i] = i / 2 + i % 2 * (kBlocks / 2);
  }

  // Blocks first .. first + kBlocks - 1.
  HWY_INLINE RandomBytes operator()(std::uint64_t first) const {
    const D64 d;
    const D32U d32;
    V64 word0 = hn::Add(hn::Load(d, places_), hn::Set(d, first));
    V64 word1 = hn::ShiftRight<32>(word0);
    V64 word2 = hn::Zero(d);
    V64 word3 = hn::Zero(d);
    for (const auto& round_key : keys_) {
      const V64 product0 = hn::MulEven(hn::BitCast(d32, word0), hn::Set(d32, 0xD2511F53U));
      const V64 product1 = hn::MulEven(hn::BitCast(d32, word2), hn::Set(d32, 0xCD9E8D57U));
      word0 = hn::Xor(hn::ShiftRight<32>(product1), hn::Xor(word1, hn::Set(d, round_key[0])));
      word1 = product1;
      word2 = hn::Xor(hn::ShiftRight<32>(product0), hn::Xor(word3, hn::Set(d, round_key[1])));
      word3 = product0;
    }
    const V64 low = joined(word0, word1);
    const V64 high = joined(word2, word3);
    return {hn::BitCast(D8(), hn::InterleaveLower(d, low, high)),
            hn::BitCast(D8(), hn::InterleaveUpper(d, low, high))};
  }

 private:
  using D64 = hn::Repartition<std::uint64_t, D8>;
  using D32U = hn::Repartition<std::uint32_t, D8>;
  using V64 = hn::Vec<D64>;

  // The lower halves of two words.
  static HWY_INLINE V64 joined(V64 lower, V64 upper) {
    const D32U d32;
    return hn::BitCast(D64(),
                       hn::OddEven(hn::BitCast(d32, hn::ShiftLeft<32>(upper)), hn::BitCast(d32, lower)));
  }

  HWY_ALIGN std::uint64_t places_[kBlocks];
  std::uint64_t keys_[kNoiseRounds][2];
};

}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
#endif
