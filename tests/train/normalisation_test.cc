#include "variegate/train/normalisation.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/train/made_images.h"

namespace variegate {
namespace {

// Pictures of one level each.
ImageSet levels(std::size_t count) {
  ImageSet set{.width = 8,
               .height = 8,
               .channels = 1,
               .samples = {},
               .class_names = {"a", "b"},
               .skipped = 0,
               .skipped_reasons = {}};
  for (std::size_t i = 0; i < count; ++i) {
    set.samples.push_back(
        image_sample(Image(8, 8, 1, static_cast<std::uint8_t>(i)), static_cast<int>(i % 2), i));
  }
  return set;
}

TEST(Normalisation, GivesEachChannelZeroMeanAndUnitVariance) {
  const ImageSet set = bright_and_dark(40, 9);
  const TensorFormat format = normalisation(set);
  std::vector<float> pixels(16 * 16 * 3);
  double sums[3] = {}, squares[3] = {};
  for (const Sample& sample : set.samples) {
    kernels::normalise(sample.image(), format, pixels.data());
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      sums[i % 3] += pixels[i];
      squares[i % 3] += pixels[i] * pixels[i];
    }
  }
  const double count = 40.0 * 16 * 16;
  for (int channel = 0; channel < 3; ++channel) {
    EXPECT_NEAR(sums[channel] / count, 0.0, 1e-4);
    EXPECT_NEAR(squares[channel] / count, 1.0, 1e-4);
  }
}

TEST(Normalisation, ChannelThatNeverVariesIsOnlyCentred) {
  std::vector<float> pixels(8 * 8, 1.0F);
  const Image image(8, 8, 1, 3);
  kernels::normalise(image, normalisation(levels(1)), pixels.data());
  EXPECT_EQ(pixels.front(), 3.0F);
}

}  // namespace
}  // namespace variegate
