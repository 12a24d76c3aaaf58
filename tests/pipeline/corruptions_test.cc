// Corruptions at work on a picture of clouds and edges.
#include <gtest/gtest.h>

#include <cmath>

#include "variegate/ops/image/parts/plasma.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/published.h"
#include "variegate/policy/published_corruptions.h"

namespace variegate {
namespace {

// Smooth slopes, rough texture and sharp edges, in colour.
Image scene(int side) {
  Image image(side, side, 3);
  ImageScratch scratch;
  Stream random({.seed = 4, .place = hash_text("scene")});
  for (int channel = 0; channel < 3; ++channel) {
    const auto& field = draw_plasma(side, side, 1.4, random, scratch);
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        const int value = field[static_cast<std::size_t>(y * side + x)] >> 8;
        const bool striped = (30 * x + 20 * y) / (7 * side) % 3 == 0;
        image.at(x, y)[channel] = static_cast<std::uint8_t>(striped ? value / 3 : 60 + value / 2);
      }
    }
  }
  return image;
}

Image corrupted(const Pipeline& pipeline, const Image& image, std::uint64_t index) {
  Sample sample = image_sample(image, 0, index);
  Scratch scratch;
  pipeline.apply(sample, 0, scratch);
  return sample.image();
}

// Root mean square difference over a number of samples of one picture.
double distance(const std::string& kind, int severity, const Image& image) {
  const Pipeline pipeline(corruption(kind, severity), 1);
  constexpr int kSamples = 8;
  double squares = 0.0;
  for (std::uint64_t index = 0; index < kSamples; ++index) {
    const Image out = corrupted(pipeline, image, index);
    for (std::size_t i = 0; i < out.pixels.size(); ++i)
      squares += std::pow(out.pixels[i] - image.pixels[i], 2);
  }
  return std::sqrt(squares / (kSamples * static_cast<double>(image.pixels.size())));
}

class EveryCorruption : public testing::TestWithParam<std::string> {};

TEST_P(EveryCorruption, TakesThePictureFartherAwayTheMoreSevere) {
  for (const int side : {32, 224}) {
    const Image image = scene(side);
    double last = 0.0;
    for (int severity = 1; severity <= kSeverities; ++severity) {
      const double now = distance(GetParam(), severity, image);
      EXPECT_GT(now, last) << side << " pixels, severity " << severity;
      last = now;
    }
    EXPECT_LT(last, 160) << "nothing of the picture is left";
  }
}

TEST_P(EveryCorruption, IsTheSameForTheSameSample) {
  const Image image = scene(48);
  const Pipeline first(corruption(GetParam(), 4), 9);
  const Pipeline second(corruption(GetParam(), 4), 9);
  EXPECT_EQ(corrupted(first, image, 3), corrupted(second, image, 3));
}

TEST_P(EveryCorruption, TakesPicturesOfAnyShape) {
  const Pipeline pipeline(corruption(GetParam(), 5), 9);
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 30}, {500, 3}, {97, 40}}) {
    for (const int channels : {1, 3, 4}) {
      const Image out = corrupted(pipeline, Image(width, height, channels, 100), 0);
      EXPECT_EQ(out.width, width);
      EXPECT_EQ(out.height, height);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Corruptions, EveryCorruption, testing::ValuesIn(corruption_kinds()),
                         [](const auto& instance) { return instance.param; });

}  // namespace
}  // namespace variegate
