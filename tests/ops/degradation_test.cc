// Blurs, covers and noises of pictures small enough to be worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ops/pictures.h"

namespace variegate {
namespace {

using test::applied;
using test::random_picture;
using test::row;
using testing::ElementsAre;

// A grey picture of one row.
TEST(Gamma, BendsTheMiddleAndKeepsTheEnds) {
  EXPECT_THAT(applied("gamma", row({0, 64, 128, 255}), {2}).pixels, ElementsAre(0, 16, 64, 255));
}

TEST(ChannelShuffle, LeavesGrey) {
  const Image grey = random_picture(5, 5, 1);
  EXPECT_EQ(applied("channel_shuffle", grey), grey);
}

TEST(MotionBlur, AlongARowTakesTheMean) {
  EXPECT_THAT(applied("motion_blur", row({0, 0, 90, 0, 0}), {3, 0}).pixels, ElementsAre(0, 30, 30, 30, 0));
  EXPECT_THAT(applied("motion_blur", row({0, 0, 90, 0, 0}), {3, 180}).pixels, ElementsAre(0, 30, 30, 30, 0));
}

TEST(MotionBlur, OfTwoPixelsLiesBetweenThem) {
  EXPECT_THAT(applied("motion_blur", row({0, 0, 100, 0, 0}), {2, 0}).pixels, ElementsAre(0, 25, 50, 25, 0));
}

TEST(MotionBlur, AcrossARowOfOneChangesNothing) {
  EXPECT_THAT(applied("motion_blur", row({0, 0, 90, 0, 0}), {9, 90}).pixels, ElementsAre(0, 0, 90, 0, 0));
}

TEST(MedianBlur, RemovesASpikeAndKeepsAnEdge) {
  EXPECT_THAT(applied("median_blur", row({10, 10, 200, 10, 50, 50, 50}), {1}).pixels,
              ElementsAre(10, 10, 10, 50, 50, 50, 50));
}

TEST(Pixelate, ToHalfShowsThePairsMeans) {
  EXPECT_THAT(applied("pixelate", row({10, 20, 40, 80}), {0.5}).pixels, ElementsAre(15, 15, 60, 60));
}

TEST(Erasing, OfAllOfASquareLeavesNothing) {
  EXPECT_EQ(applied("erasing", random_picture(9, 9, 3), {1, 1, 1, 1, 7}), Image(9, 9, 3, 7));
}

TEST(Erasing, GivesUpWhereNoDrawFits) {
  const Image thin = random_picture(40, 1, 3);
  EXPECT_EQ(applied("erasing", thin, {1, 1, 1, 1, 7}), thin);
}

TEST(DefocusBlur, OfAHalfPixelBlursNothingAndOfOneTakesTheCross) {
  EXPECT_THAT(applied("defocus_blur", row({0, 0, 90, 0, 0}), {0.5}).pixels, ElementsAre(0, 0, 90, 0, 0));
  Image image(5, 5, 1, 0);
  image.at(2, 2)[0] = 200;
  const Image out = applied("defocus_blur", image, {1});
  EXPECT_EQ(out.at(1, 2)[0], out.at(3, 2)[0]);
  EXPECT_EQ(out.at(2, 1)[0], out.at(1, 2)[0]) << "a disc is as high as wide";
  EXPECT_GT(out.at(2, 2)[0], out.at(2, 1)[0]);
  EXPECT_EQ(out.at(2, 4)[0], 0);
}

TEST(ZoomBlur, KeepsTheMiddleOfAPictureOfOddSize) {
  const Image image = random_picture(9, 9, 3);
  const Image out = applied("zoom_blur", image, {1.5});
  for (int c = 0; c < 3; ++c) EXPECT_EQ(out.at(4, 4)[c], image.at(4, 4)[c]);
}

TEST(GlassBlur, LeavesPicturesThatAreTooSmallForItBlurredOnly) {
  const Image image = random_picture(4, 4, 3);
  EXPECT_EQ(applied("glass_blur", image, {2, 3, 0}), image);
}

TEST(Frost, TurnsNothingDarkerThanItsIce) {
  const Image dark(20, 20, 3, 10);
  for (const std::uint8_t value : applied("frost", dark, {1}).pixels) EXPECT_GE(value, 10);
}

TEST(Blurs, LeaveAFlatPictureFlat) {
  for (const std::uint8_t value : std::initializer_list<std::uint8_t>{0, 1, 128, 255}) {
    const Image flat(19, 17, 3, value);
    EXPECT_EQ(applied("motion_blur", flat, {15, 33}), flat);
    EXPECT_EQ(applied("median_blur", flat, {3}), flat);
    EXPECT_EQ(applied("pixelate", flat, {0.3}), flat);
    EXPECT_EQ(applied("defocus_blur", flat, {4.3}), flat);
    EXPECT_EQ(applied("zoom_blur", flat, {1.3}), flat);
    EXPECT_EQ(applied("glass_blur", flat, {3}), flat);
  }
}

}  // namespace
}  // namespace variegate
