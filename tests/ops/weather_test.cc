// What snow, rain, fog and the like are made of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "variegate/ops/image/parts/plasma.h"
#include "variegate/ops/image/parts/stroke.h"

namespace variegate {
namespace {

using testing::Each;
using testing::ElementsAre;

double covered(const Image& image) {
  return std::accumulate(image.pixels.begin(), image.pixels.end(), 0.0) / 255.0;
}

TEST(Stroke, OfADiscHasItsArea) {
  Image image(40, 40, 1);
  draw({.x = 20.3F, .y = 19.8F, .radius = 9}, image);
  EXPECT_NEAR(covered(image), std::numbers::pi * 81, 1);
}

TEST(Stroke, OfALineHasRoundEnds) {
  Image image(60, 40, 1);
  draw({.x = 15, .y = 10, .dx = 24, .dy = 18, .radius = 4}, image);  // 30 pixels long
  EXPECT_NEAR(covered(image), 30 * 8 + std::numbers::pi * 16, 1);
}

TEST(Stroke, IsCutAtTheEdgeOfThePicture) {
  Image image(10, 10, 1);
  draw({.x = -50, .y = 5, .dx = 100, .radius = 20}, image);
  EXPECT_THAT(image.pixels, Each(255));
  Image away(10, 10, 1);
  draw({.x = 30, .y = 30, .radius = 5}, away);
  EXPECT_THAT(away.pixels, Each(0));
}

TEST(Stroke, BlendsByItsOpacityAndLeavesAlpha) {
  Image image(1, 1, 4, 100);
  draw({.x = 0.5F, .y = 0.5F, .radius = 3, .opacity = 0.5, .colour = {200, 0, 100}}, image);
  EXPECT_THAT(image.pixels, ElementsAre(150, 50, 100, 100));
}

TEST(CountToCover, CountsOverlapsOnce) {
  // Things of a hundredth of the picture each leave 0.99^n of it free, nearly e^(-n / 100).
  EXPECT_EQ(count_to_cover(0, 1, Image(10, 10, 1)), 0);
  EXPECT_EQ(count_to_cover(1 - 1 / std::numbers::e, 1, Image(10, 10, 1)), 100);
}

TEST(Plasma, TakesBothEndsOfItsRange) {
  ImageScratch scratch;
  for (const auto& [width, height] : {std::pair{2, 2}, {64, 64}, {100, 30}}) {
    Stream random({.seed = 5});
    const auto& field = draw_plasma(width, height, 2, random, scratch);
    const auto [low, high] = std::minmax_element(field.begin(), field.end());
    EXPECT_EQ(*low, 0);
    EXPECT_GE(*high, 65534);
  }
}

TEST(Plasma, OfOneValueIsTheMiddle) {
  ImageScratch scratch;
  Stream random({.seed = 5});
  EXPECT_THAT(draw_plasma(1, 1, 2, random, scratch), ElementsAre(32768));
}

}  // namespace
}  // namespace variegate
