// Draws of the start designs.
#pragma once

#include <cstdint>
#include <vector>

#include "variegate/core/random.h"

namespace variegate {

inline Stream stream_for(std::uint64_t seed, std::int64_t number, const char* use) {
  return Stream(
      {.seed = seed, .epoch = 0, .sample = static_cast<std::uint64_t>(number), .place = hash_text(use)});
}

// The card at `position` of an endless deck that is shuffled anew each time it has been dealt.
inline int deal(const std::vector<int>& cards, std::uint64_t seed, std::int64_t position, const char* use) {
  const auto size = static_cast<std::int64_t>(cards.size());
  Stream random = stream_for(seed, position / size, use);
  return cards[random.permutation(cards.size())[static_cast<std::size_t>(position % size)]];
}

}  // namespace variegate
