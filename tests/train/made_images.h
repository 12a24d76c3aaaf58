// Image sets with a planted rule, in memory.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "variegate/core/random.h"
#include "variegate/data/splits.h"

namespace variegate {

// Noise around a level: class 0 is dark (around 96), class 1 bright (around 160).
inline ImageSet bright_and_dark(std::size_t count, std::uint64_t seed, int side = 16, int channels = 3) {
  ImageSet set{.width = side,
               .height = side,
               .channels = channels,
               .samples = {},
               .class_names = {"dark", "bright"},
               .skipped = 0,
               .skipped_reasons = {}};
  for (std::size_t i = 0; i < count; ++i) {
    Stream random({.seed = seed, .epoch = 0, .sample = i, .place = hash_text("bright and dark")});
    const int label = static_cast<int>(i % 2);
    Image image(side, side, channels);
    for (std::uint8_t& pixel : image.pixels) {
      pixel = static_cast<std::uint8_t>(label * 64 + static_cast<int>(random.below(192)));
    }
    set.samples.push_back(image_sample(std::move(image), label, i));
  }
  return set;
}

}  // namespace variegate
