// Pictures for the pipeline's tests: all channel counts and odd sizes, drawn from a keyed stream.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "variegate/core/random.h"
#include "variegate/data/sample.h"

namespace variegate {

inline std::vector<Sample> pictures(std::size_t count) {
  constexpr std::array<int, 3> kChannels = {1, 3, 4};
  constexpr std::array<std::array<int, 2>, 4> kSizes = {{{32, 32}, {5, 3}, {1, 1}, {17, 40}}};
  std::vector<Sample> samples;
  for (std::size_t i = 0; i < count; ++i) {
    Stream random({1, 0, i, hash_text("test pictures")});
    const auto [width, height] = kSizes[i / 3 % 4];
    Image image(width, height, kChannels[i % 3]);
    // A gradient with noise: neither flat nor noise alone, so that every operation shows.
    for (std::size_t p = 0; p < image.pixels.size(); ++p) {
      const std::size_t smooth = p * 200 / image.pixels.size();
      image.pixels[p] = static_cast<std::uint8_t>(smooth + random.below(56));
    }
    samples.push_back(image_sample(std::move(image), static_cast<int>(i % 10), i));
  }
  return samples;
}

}  // namespace variegate
