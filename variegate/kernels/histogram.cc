#include "variegate/kernels/histogram.h"

#include <algorithm>
#include <cstring>

#include "variegate/kernels/runs.h"

namespace variegate::kernels {
namespace {

// Counting has no use for vectors: a count is a load, an addition and a store, and only keeping neighbours
// apart helps. Each of four pixels in a row has counts of its own, so that in flat areas no count waits for
// the store of the one before.
constexpr std::size_t kLanes = 4;
// The channels of a pixel lie side by side: 4 KiB apart, as they would be with the lanes of a channel
// together, the processor takes a load for one that must wait for the store to another, when grey pixels
// count alike in all.
using Counts = std::array<std::array<Histogram, 3>, kLanes>;

// The bytes of four pixels come in a few loads of 8 or 4; taking them apart costs less than a load a byte.
template <std::size_t kChannels>
void count_four(const std::uint8_t* from, Counts& counts) {
  std::uint32_t words[kChannels];
  std::memcpy(words, from, sizeof(words));
  // Unrolled, a count's table is a constant; compilers leave a loop of 12 as it is, which takes half again as
  // long.
#pragma GCC unroll 16
  for (std::size_t i = 0; i < kLanes * kChannels; ++i) {
    const std::size_t channel = i % kChannels;
    if (channel < 3) ++counts[i / kChannels][channel][(words[i / 4] >> (8 * (i % 4))) & 0xFF];
  }
}

template <std::size_t kChannels>
void count(const std::uint8_t* from, std::size_t bytes, Counts& counts) {
  std::size_t i = 0;
  for (; i + kLanes * kChannels <= bytes; i += kLanes * kChannels) count_four<kChannels>(from + i, counts);
  for (; i < bytes; i += kChannels) {
    for (std::size_t c = 0; c < std::min<std::size_t>(kChannels, 3); ++c) ++counts[0][c][from[i + c]];
  }
}

}  // namespace

Histograms histograms(ConstImageView image) {
  Counts counts{};
  for_each_run(image, [&](const std::uint8_t* from, std::size_t bytes) {
    switch (image.channels) {
      case 1:
        return count<1>(from, bytes, counts);
      case 3:
        return count<3>(from, bytes, counts);
      default:
        return count<4>(from, bytes, counts);
    }
  });
  Histograms sums{};
  for (std::size_t c = 0; c < sums.size(); ++c) {
    for (const auto& lane : counts) {
      for (std::size_t value = 0; value < lane[c].size(); ++value) sums[c][value] += lane[c][value];
    }
  }
  return sums;
}

}  // namespace variegate::kernels
