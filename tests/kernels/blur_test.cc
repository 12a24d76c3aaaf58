#include "variegate/kernels/blur.h"

#include <gmock/gmock.h>

#include "tests/kernels/every_target.h"
#include "variegate/kernels/reflect.h"

namespace variegate {
namespace {

using test::Strided;

// All weights of one size but for the middle one, which takes the rest.
std::vector<std::int16_t> weights(int radius, int weight) {
  std::vector<std::int16_t> all(static_cast<std::size_t>(radius) + 1, static_cast<std::int16_t>(weight));
  all[0] = static_cast<std::int16_t>((1 << kBlurWeightBits) - 2 * radius * weight);
  return all;
}

void give_the_same(const Strided& picture, const std::vector<std::int16_t>& filter) {
  SCOPED_TRACE(testing::Message() << filter.size() << " weights");
  std::vector<std::uint16_t> rows;
  Strided expected = picture;
  Strided out = picture;
  reference::blur(expected.view, filter, rows);
  rows.assign(7, 0xFFFF);
  kernels::blur(out.view, filter, rows);
  EXPECT_EQ(out.bytes, expected.bytes);
}

TEST(BlurKernel, GivesTheBytesOfTheReferenceOnEveryTarget) {
  test::on_every_target([&] {
    test::for_every_shape([&](const Strided& picture) {
      for (const int radius : {1, 2, 3, 4, 7}) give_the_same(picture, weights(radius, 1700));
    });
  });
}

TEST(BlurKernel, ReachesAcrossPicturesOfAnySize) {
  test::on_every_target([&] {
    for (const int radius : {1, 2, 5, 60}) {
      for (const auto& [width, height] :
           {std::pair{1, 1}, {1, 9}, {9, 1}, {2, 3}, {40, 3}, {3, 40}, {50, 150}}) {
        give_the_same(Strided(width, height, 3, 2, 5), weights(radius, 250));
      }
    }
  });
}

// The heaviest weight and the largest values: nothing may overflow.
TEST(BlurKernel, LeavesFlatPicturesFlat) {
  std::vector<std::uint16_t> rows;
  test::on_every_target([&] {
    for (const std::uint8_t value : std::initializer_list<std::uint8_t>{0, 1, 128, 254, 255}) {
      for (const auto& filter : {weights(1, 1), weights(2, 6553), weights(1, 16384), weights(60, 273)}) {
        Image image(40, 9, 3, value);
        kernels::blur(image, filter, rows);
        ASSERT_EQ(image, Image(40, 9, 3, value)) << filter.size() << " weights";
      }
    }
  });
}

TEST(Reflected101, CountsBackwardsFromTheEdgesWithoutRepeatingThem) {
  std::vector<int> seen;
  for (int position = -7; position <= 9; ++position) seen.push_back(reflected_101(position, 4));
  EXPECT_THAT(seen, testing::ElementsAre(1, 0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1, 2, 3));
  EXPECT_EQ(reflected_101(-3, 1), 0);
}

}  // namespace
}  // namespace variegate
