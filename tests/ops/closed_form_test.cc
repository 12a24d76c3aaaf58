// What operations make of pictures small enough to be worked out by hand. (tests/oracle compares whole
// pictures with other libraries.)
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/ops/pictures.h"
#include "variegate/kernels/tone.h"
#include "variegate/ops/image/parts/geometry.h"

namespace variegate {
namespace {

using test::applied;
using test::random_picture;
using test::row;
using testing::ElementsAre;

// A grey picture of one row.
Image rgb(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
  Image image(1, 1, 3);
  image.pixels = {red, green, blue};
  return image;
}

void is_its_own_inverse(const std::string& op) {
  EXPECT_TRUE(rc::check(op + " twice", [&op] {
    const Image image = random_picture(*rc::gen::inRange(1, 20), *rc::gen::inRange(1, 20),
                                       *rc::gen::element(1, 3, 4), *rc::gen::arbitrary<std::uint64_t>());
    RC_ASSERT(applied(op, applied(op, image)) == image);
  }));
}

TEST(Flips, UndoThemselves) {
  is_its_own_inverse("flip_horizontal");
  is_its_own_inverse("flip_vertical");
}

TEST(Flips, TogetherAreHalfATurn) {
  const Image image = random_picture(7, 4, 3);
  EXPECT_EQ(applied("flip_vertical", applied("flip_horizontal", image)), applied("rotate", image, {180}));
}

TEST(Invert, UndoesItself) { is_its_own_inverse("invert"); }

TEST(Rotate, FourQuartersAreAWholeTurn) {
  for (const int side : {1, 6, 9}) {
    Image image = random_picture(side, side, 4);
    const Image before = image;
    for (int quarter = 0; quarter < 4; ++quarter) image = applied("rotate", std::move(image), {90});
    EXPECT_EQ(image, before);
  }
}

TEST(Rotate, TurnsCounterClockwise) {
  Image image(2, 2, 1);
  image.pixels = {1, 2,                                                 //
                  3, 4};                                                //
  EXPECT_THAT(applied("rotate", image, {90}).pixels, ElementsAre(2, 4,  //
                                                                 1, 3));
}

TEST(Translate, ThereAndBackLosesOnlyWhatLeftThePicture) {
  EXPECT_THAT(applied("translate_x", row({1, 2, 3, 4}), {0.25, 0, 9}).pixels, ElementsAre(9, 1, 2, 3));
  EXPECT_THAT(applied("translate_x", row({1, 2, 3, 4}), {0, -2, 9}).pixels, ElementsAre(3, 4, 9, 9));
}

TEST(Translate, ByHalfAPixelTakesTheMeanOfNeighboursRoundedUp) {
  EXPECT_THAT(applied("translate_x", row({10, 20, 31, 40}), {0, 0.5, 9}).pixels, ElementsAre(10, 15, 26, 36));
}

TEST(Translate, BringsInTransparency) {
  Image image(2, 1, 4, 200);
  EXPECT_THAT(applied("translate_x", image, {0, 1, 50}).pixels,
              ElementsAre(50, 50, 50, 0, 200, 200, 200, 200));
}

TEST(Shear, SlidesTheSecondRowByTheShear) {
  Image image(3, 2, 1);
  image.pixels = {1, 2, 3,   //
                  4, 5, 6};  //
  // Row centres are half and one and a half pixels from the top: slides of 1 and 3 pixels.
  EXPECT_THAT(applied("shear_x", image, {2, 9, 0}).pixels, ElementsAre(9, 1, 2,  //
                                                                       9, 9, 9));
}

TEST(Zoom, ByTwoShowsTheMiddleHalf) {
  EXPECT_THAT(applied("zoom", row({1, 2, 3, 4}), {2, 0, 0}).pixels, ElementsAre(2, 2, 3, 3));
}

TEST(Warp, OfTheIdentityMapIsThePicture) {
  for (const Interpolation interpolation : {Interpolation::nearest, Interpolation::bilinear}) {
    const Image image = random_picture(13, 11, 4);
    Image out = image;
    ImageScratch scratch;
    warp(out, {.affine = {}, .sampling = {.fill = 7, .interpolation = interpolation}}, {}, scratch);
    EXPECT_EQ(out, image);
  }
}

TEST(Warp, OfAWindowEnlargesTwoPixelsToFourWithPixelCentresAligned) {
  Image image = row({0, 100, 200, 50});
  ImageScratch scratch;
  warp(image,
       {.affine = {.xx = 0.5, .x0 = 1},
        .sampling = {.border = Border::replicate},
        .window = {.left = 1, .top = 0, .width = 2, .height = 1}},
       {}, scratch);
  EXPECT_THAT(image.pixels, ElementsAre(100, 125, 175, 200));
}

TEST(Luma, WeighsGreenMost) {
  EXPECT_THAT(applied("grey", rgb(255, 0, 0)).pixels, ElementsAre(76, 76, 76));
  EXPECT_THAT(applied("grey", rgb(0, 255, 0)).pixels, ElementsAre(150, 150, 150));
  EXPECT_THAT(applied("grey", rgb(0, 0, 255)).pixels, ElementsAre(29, 29, 29));
}

TEST(Blend, CutsFractionsOffAndStaysInAByte) {
  EXPECT_EQ(blend(0, 255, 0.5F), 127);
  EXPECT_EQ(blend(100, 200, 2.0F), 255);
  EXPECT_EQ(blend(200, 100, 4.0F), 0);
}

TEST(AutoContrast, StretchesEachChannelByItself) {
  Image image(2, 1, 3);
  image.pixels = {10, 100, 7, 20, 115, 7};
  EXPECT_THAT(applied("auto_contrast", image).pixels, ElementsAre(0, 0, 7, 255, 255, 7));
}

TEST(Equalize, SpreadsTwoValuesOverTheRange) {
  Image image(32, 32, 1, 100);
  std::fill(image.pixels.begin(), image.pixels.begin() + 512, std::uint8_t{101});
  const Image out = applied("equalize", image);  // step 512 / 255 = 2: 100 -> 1/2, 101 -> 513/2
  EXPECT_EQ(out.pixels.front(), 255);
  EXPECT_EQ(out.pixels.back(), 0);
}

TEST(Posterize, KeepsTheHighestBits) {
  EXPECT_THAT(applied("posterize", row({0x00, 0x1F, 0x2F, 0xFF}), {3}).pixels,
              ElementsAre(0x00, 0x00, 0x20, 0xE0));
}

TEST(Solarize, InvertsFromTheThresholdOn) {
  EXPECT_THAT(applied("solarize", row({0, 127, 128, 255}), {128}).pixels, ElementsAre(0, 127, 127, 0));
}

TEST(SolarizeAdd, AddsBelowTheThreshold) {
  EXPECT_THAT(applied("solarize_add", row({0, 127, 128, 255}), {110}).pixels,
              ElementsAre(110, 237, 128, 255));
}

TEST(Contrast, SpreadsValuesAboutTheirMean) {
  EXPECT_THAT(applied("contrast", row({90, 100, 110}), {2}).pixels, ElementsAre(80, 100, 120));
}

TEST(Sharpness, LeavesTheOutermostPixels) {
  Image image(3, 3, 1, 0);
  image.at(1, 1)[0] = 130;
  const Image out = applied("sharpness", image, {0});
  Image expected(3, 3, 1, 0);
  expected.at(1, 1)[0] = 50;  // 5 of 13 parts
  EXPECT_EQ(out, expected);
}

TEST(Hue, AThirdOfTheCircleTurnsRedToGreenAndGreenToBlue) {
  EXPECT_THAT(applied("hue", rgb(200, 10, 10), {120}).pixels, ElementsAre(10, 200, 10));
  EXPECT_THAT(applied("hue", rgb(10, 200, 10), {120}).pixels, ElementsAre(10, 10, 200));
  EXPECT_THAT(applied("hue", rgb(200, 10, 10), {60}).pixels, ElementsAre(200, 200, 10));
}

TEST(Hue, ThreeThirdsAreAWholeCircle) {
  const Image image = random_picture(9, 9, 3);
  EXPECT_EQ(applied("hue", applied("hue", applied("hue", image, {120}), {120}), {120}), image);
}

TEST(GaussianBlur, LeavesAFlatPictureFlat) {
  for (const std::uint8_t value : std::initializer_list<std::uint8_t>{0, 1, 128, 255}) {
    const Image flat(9, 7, 3, value);
    EXPECT_EQ(applied("gaussian_blur", flat, {20}), flat);
  }
}

TEST(GaussianBlur, OfAPointIsTheGaussian) {
  Image image(7, 7, 1, 0);
  image.at(3, 3)[0] = 255;
  const Image out = applied("gaussian_blur", image, {1});
  EXPECT_EQ(out.at(3, 3)[0], 41);  // 255 / (2 pi) with the ends cut off
  EXPECT_EQ(out.at(2, 3)[0], 25);
  EXPECT_EQ(out.at(2, 2)[0], 15);
}

TEST(Cutout, OfNoSideAndOfTheWholePicture) {
  const Image image = random_picture(9, 9, 3);
  EXPECT_EQ(applied("cutout", image, {0.05, 7}), image);
  Image dot(1, 1, 4, 200);
  EXPECT_THAT(applied("cutout", dot, {1, 7}).pixels, ElementsAre(7, 7, 7, 200));
}

TEST(RandomCrop, MayShowNothingButPadding) {
  int empty = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Image out = applied("random_crop", row({1, 2, 3}), {1024, 9}, seed);
    empty += out.pixels == std::vector<std::uint8_t>{9, 9, 9};
  }
  EXPECT_GE(empty, 49);
}

}  // namespace
}  // namespace variegate
