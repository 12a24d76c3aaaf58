// Runs a body once for every instruction set of this processor, so that the code of each kernel is tested.
#pragma once

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <cstdint>

#include "variegate/core/image.h"
#include "variegate/core/random.h"

namespace variegate::test {

template <typename Body>
void on_every_target(Body body) {
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    body();
  }
  hwy::SetSupportedTargetsForTest(0);
}

// A picture of every byte value whose rows are `gap` bytes longer than its pixels.
struct Strided {
  Strided(int width, int height, int channels, std::size_t gap, std::uint64_t seed)
      : stride(static_cast<std::size_t>(width * channels) + gap),
        bytes(stride * static_cast<std::size_t>(height)),
        view(bytes.data(), width, height, channels, stride) {
    Stream random({.seed = seed, .place = hash_text("picture")});
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
  }
  Strided(const Strided& other) : stride(other.stride), bytes(other.bytes), view(other.view) {
    view.pixels = bytes.data();
  }
  Strided& operator=(const Strided&) = delete;

  std::size_t stride;
  std::vector<std::uint8_t> bytes;
  ImageView view;
};

// body(picture) for widths 1..70, a few heights, all channel counts, rows with and without gaps: all the ways
// in which a row can end inside a vector.
template <typename Body>
void for_every_shape(Body body) {
  for (int width = 1; width <= 70; ++width) {
    for (const int channels : {1, 3, 4}) {
      for (const std::size_t gap : {0, 5}) {
        const int height = 1 + width * 7 % 9;
        SCOPED_TRACE(testing::Message() << width << " x " << height << " x " << channels << ", gap " << gap);
        body(Strided(width, height, channels, gap, static_cast<std::uint64_t>(width)));
        if (testing::Test::HasFailure()) return;
      }
    }
  }
}

}  // namespace variegate::test
