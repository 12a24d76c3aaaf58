// What joining operations changes, and what it does not.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "tests/pipeline/pictures.h"
#include "tests/support/policies.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

Policy sequence_of(std::vector<Node> steps) {
  Policy policy;
  policy.root = {Sequence{std::move(steps)}};
  return policy;
}

Argument constant(const std::string& parameter, double value) {
  return {parameter, Distribution::constant(value)};
}

Image through(const Policy& policy, const Sample& sample, bool fuse) {
  Sample copy = sample;
  Scratch scratch;
  Pipeline(policy, 3, {.fuse = fuse}).apply(copy, 0, scratch);
  return copy.image();
}

// A policy of up to six calls, any of the options each.
Policy drawn_from(const std::vector<Node>& options) {
  std::vector<Node> steps;
  for (int i = *rc::gen::inRange(0, 7); i > 0; --i) steps.push_back(*rc::gen::elementOf(options));
  return sequence_of(std::move(steps));
}

void joining_keeps_every_byte(const std::vector<Node>& options) {
  const std::vector<Sample> samples = pictures(12);
  EXPECT_TRUE(rc::check([&] {
    const Policy policy = drawn_from(options);
    for (const Sample& sample : samples) {
      RC_ASSERT(through(policy, sample, true) == through(policy, sample, false));
    }
  }));
}

TEST(Fusion, OfPointOperationsKeepsEveryByte) {
  joining_keeps_every_byte({call("brightness", {{"factor", Distribution::uniform(0.2, 1.8)}}),
                            call("solarize", {constant("threshold", 100)}),
                            call("posterize", {constant("bits", 4)}), call("invert"), call("equalize"),
                            call("solarize_add", {constant("addition", 40)}), call("identity")});
}

TEST(Fusion, OfFlipsAndCropsKeepsEveryByteAlsoBetweenOtherOperations) {
  joining_keeps_every_byte(
      {call("flip_horizontal"), call("flip_vertical"), call("random_crop", {constant("fill", 9)}),
       call("translate_x", {constant("pixels", -2), constant("fill", 77)}),
       call("translate_y", {constant("pixels", 1), constant("fill", 30), constant("interpolation", 0)}),
       call("invert"), call("brightness", {constant("factor", 1.3)})});
}

TEST(Fusion, ShowsNothingThatHadLeftThePicture) {
  const Policy there_and_back =
      sequence_of({call("translate_x", {constant("pixels", 3), constant("fill", 50)}),
                   call("translate_x", {constant("pixels", -3), constant("fill", 90)})});
  Sample sample = image_sample(Image(8, 1, 1, 200), 0, 0);
  EXPECT_EQ(through(there_and_back, sample, true).pixels,
            (std::vector<std::uint8_t>{200, 200, 200, 200, 200, 90, 90, 90}));
}

TEST(Fusion, OfTurnsInterpolatesOnce) {
  // White noise: twice interpolated it is smoother, once by the sum of the angles it is not.
  Sample sample = image_sample(Image(64, 64, 1), 0, 0);
  Stream random({.seed = 5});
  for (std::uint8_t& value : sample.image().pixels) value = static_cast<std::uint8_t>(random.below(256));
  const Policy twice =
      sequence_of({call("rotate", {constant("degrees", 20)}), call("rotate", {constant("degrees", 25)})});
  const Policy once = sequence_of({call("rotate", {constant("degrees", 45)})});
  const Image joined = through(twice, sample, true);
  const Image expected = through(once, sample, true);
  for (int y = 20; y < 44; ++y) {  // far from what turned out of the picture
    for (int x = 20; x < 44; ++x) ASSERT_NEAR(joined.at(x, y)[0], expected.at(x, y)[0], 1);
  }
  EXPECT_NE(through(twice, sample, false), joined);
}

TEST(Fusion, OfAnyMapsShowsASlopeAsOneByOneInsideThePicture) {
  // Bilinear interpolation is exact on a slope, so that only roundings of the ways may differ, and what the
  // edge of a picture in between is mixed into.
  const std::vector<Node> maps = {call("rotate", {{"degrees", Distribution::uniform(-30, 30)}}),
                                  call("shear_x", {{"shear", Distribution::uniform(-0.3, 0.3)}}),
                                  call("shear_y", {{"shear", Distribution::uniform(-0.3, 0.3)}}),
                                  call("translate_y", {{"pixels", Distribution::uniform(-3, 3)}}),
                                  call("zoom", {{"factor", Distribution::uniform(0.8, 1.3)}}),
                                  call("flip_horizontal"),
                                  call("random_resized_crop", {constant("scale_low", 0.5)})};
  Sample sample = image_sample(Image(80, 60, 3), 0, 0);
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 80; ++x) {
      for (int c = 0; c < 3; ++c) sample.image().at(x, y)[c] = static_cast<std::uint8_t>(60 + x + y + 10 * c);
    }
  }
  Sample flat = image_sample(Image(80, 60, 3, 200), 0, 0);
  EXPECT_TRUE(rc::check([&] {
    const Policy policy = drawn_from(maps);
    const Image joined = through(policy, sample, true);
    const Image apart = through(policy, sample, false);
    const Image mask = through(policy, flat, true);
    const Image soft_mask = through(policy, flat, false);
    const auto shown = [&](int x, int y) {  // no fill is near
      for (int j = std::max(y - 3, 0); j <= std::min(y + 3, 59); ++j) {
        for (int i = std::max(x - 3, 0); i <= std::min(x + 3, 79); ++i) {
          if (mask.at(i, j)[0] != 200 || soft_mask.at(i, j)[0] != 200) return false;
        }
      }
      return true;
    };
    for (int y = 0; y < 60; ++y) {
      for (int x = 0; x < 80; ++x) {
        for (int c = 0; shown(x, y) && c < 3; ++c) {
          RC_ASSERT(std::abs(joined.at(x, y)[c] - apart.at(x, y)[c]) <= 4);
        }
      }
    }
  }));
}

TEST(Fusion, KeepsMapsThatMirrorThePictureApart) {
  const Node mirrored = call("rotate", {constant("degrees", 20), constant("border", 2)});
  const Policy policy = sequence_of({mirrored, mirrored, call("zoom", {constant("factor", 0.7)})});
  for (const Sample& sample : pictures(12))
    EXPECT_EQ(through(policy, sample, true), through(policy, sample, false));
}

TEST(Fusion, KeepsMapsThatInterpolateDifferentlyApart) {
  const Policy policy =
      sequence_of({call("rotate", {constant("degrees", 10), constant("interpolation", 0)}),
                   call("rotate", {constant("degrees", -10), constant("interpolation", 1)})});
  for (const Sample& sample : pictures(12))
    EXPECT_EQ(through(policy, sample, true), through(policy, sample, false));
}

}  // namespace
}  // namespace variegate
