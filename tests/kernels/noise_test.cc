#include "variegate/kernels/noise.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

using test::Strided;

constexpr PhiloxKey kKey{0x12345678, 0x9ABCDEF0};
constexpr int kSigma = 20 << kNoiseSigmaBits;

TEST(NoiseKernel, GivesTheBytesOfTheReferenceOnEveryTarget) {
  test::on_every_target([&] {
    test::for_every_shape([&](const Strided& picture) {
      Strided expected = picture;
      Strided out = picture;
      reference::add_noise(expected.view, kKey, kSigma);
      kernels::add_noise(out.view, kKey, kSigma);
      EXPECT_EQ(out.bytes, expected.bytes);
    });
  });
}

TEST(NoiseKernel, TakesEverySigma) {
  test::on_every_target([&] {
    for (const int sigma : {0, 1, 64, 128, 1000, 12345, 255 << kNoiseSigmaBits}) {
      Image expected(90, 40, 3, 120);
      Image out = expected;
      reference::add_noise(expected, kKey, sigma);
      kernels::add_noise(out, kKey, sigma);
      ASSERT_EQ(out, expected) << "sigma " << sigma << " / 128";
    }
  });
}

// What a value gets depends on its place alone: rows may have gaps, and there may be alpha.
TEST(NoiseKernel, DependsOnPlacesAlone) {
  Image plain(70, 60, 3, 120);
  Image with_alpha(70, 60, 4, 120);
  Strided with_gaps(70, 60, 3, 5, 1);
  std::fill(with_gaps.bytes.begin(), with_gaps.bytes.end(), std::uint8_t{120});
  kernels::add_noise(plain, kKey, kSigma);
  kernels::add_noise(with_alpha, kKey, kSigma);
  kernels::add_noise(with_gaps.view, kKey, kSigma);
  for (int y = 0; y < plain.height; ++y) {
    for (int x = 0; x < plain.width; ++x) {
      for (int c = 0; c < 3; ++c) {
        ASSERT_EQ(with_alpha.at(x, y)[c], plain.at(x, y)[c]);
        ASSERT_EQ(with_gaps.view.at(x, y)[c], plain.at(x, y)[c]);
      }
    }
  }
}

// All that the tables can give, in order and in units of a standard deviation.
std::vector<double> all_noise() {
  std::vector<double> all;
  for (std::size_t i = 0; i < kNoiseLevels; ++i) {
    for (std::size_t j = 0; j < kNoiseLevels; ++j) {
      all.push_back((noise_levels()[i] + noise_levels()[kNoiseLevels + j]) / double{1 << kNoiseLevelBits});
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

TEST(NoiseLevels, AddUpToTheMomentsOfTheNormalDistribution) {
  double mean = 0.0;
  double variance = 0.0;
  double fourth = 0.0;
  for (const double z : all_noise()) {
    mean += z / 4096;
    variance += z * z / 4096;
    fourth += z * z * z * z / 4096;
  }
  EXPECT_NEAR(mean, 0.0, 1e-12);
  EXPECT_NEAR(variance, 1.0, 1e-4);
  EXPECT_NEAR(fourth, 3.0, 1e-3);
}

TEST(NoiseLevels, AddUpToTheNormalDistribution) {
  const std::vector<double> all = all_noise();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double share = 0.5 * std::erfc(-all[i] / std::numbers::sqrt2);
    ASSERT_NEAR((static_cast<double>(i) + 0.5) / 4096, share, 0.003) << "at " << all[i];
  }
  EXPECT_GT(all.back(), 3.5);
}

}  // namespace
}  // namespace variegate
