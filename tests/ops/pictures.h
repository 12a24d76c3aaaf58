// Pictures for tests: drawn by rapidcheck, or from a seed.
#pragma once

#include <cstdint>
#include <vector>

#include "variegate/core/image.h"
#include "variegate/ops/op.h"
#include "variegate/ops/run_image.h"

namespace variegate::test {

inline Image random_picture(int width, int height, int channels, std::uint64_t seed = 1) {
  Stream random({.seed = seed, .place = hash_text("picture")});
  Image image(width, height, channels);
  for (std::uint8_t& value : image.pixels) value = static_cast<std::uint8_t>(random.below(256));
  return image;
}

// The picture after the operation, with a stream and a scratch of its own.
inline Image applied(const std::string& name, Image image, const std::vector<double>& values = {},
                     std::uint64_t seed = 0) {
  Stream random({.seed = seed});
  ImageScratch scratch;
  apply_op(require_op(FieldKind::image, name, "test"), image, values, random, scratch);
  return image;
}

// A grey picture of one row.
inline Image row(std::vector<std::uint8_t> values) {
  Image image(static_cast<int>(values.size()), 1, 1);
  image.pixels = std::move(values);
  return image;
}

}  // namespace variegate::test
