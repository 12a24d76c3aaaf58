#include "variegate/data/decode/picture_facts.h"

#include <algorithm>
#include <bitset>

namespace variegate {
namespace {

constexpr int kRange = 65536;

}  // namespace

PictureFacts reduce_to_8_bits(std::span<const std::uint16_t> values, int channels, std::uint8_t* out) {
  std::bitset<kRange> seen;
  std::bitset<256> left;
  PictureFacts facts{.bits = 16};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const unsigned value = values[i];
    const unsigned reduced = (value * 255U + 32895U) >> 16U;  // round(value / 257), exactly
    out[i] = static_cast<std::uint8_t>(reduced);
    if (channels == 4 && i % 4 == 3) continue;
    seen.set(value);
    left.set(reduced);
    facts.greatest = std::max(facts.greatest, static_cast<int>(value));
  }
  facts.values = static_cast<int>(seen.count());
  facts.values_left = static_cast<int>(left.count());
  return facts;
}

}  // namespace variegate
