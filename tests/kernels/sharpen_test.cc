#include "variegate/kernels/sharpen.h"

#include "tests/kernels/blend_factors.h"
#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

using test::Strided;

TEST(SharpenKernel, GivesTheBytesOfTheReferenceOnEveryTarget) {
  test::on_every_target([&] {
    test::for_every_shape([&](const Strided& picture) {
      Strided expected = picture;
      Strided out = picture;
      reference::sharpen(picture.view, expected.view, 1.7F);
      kernels::sharpen(picture.view, out.view, 1.7F);
      EXPECT_EQ(out.bytes, expected.bytes);
    });
  });
}

TEST(SharpenKernel, BlendsByAnyFactorAsTheReferenceDoes) {
  Strided picture(100, 150, 3, 0, 7);  // more rows than are worked on in one go
  Strided expected = picture;
  Strided out = picture;
  test::on_every_target([&] {
    for (const float factor : test::blend_factors()) {
      reference::sharpen(picture.view, expected.view, factor);
      kernels::sharpen(picture.view, out.view, factor);
      ASSERT_EQ(out.bytes, expected.bytes) << "factor " << factor;
    }
  });
}

// Flat areas of every value smooth to themselves, and rounding is to the nearest: all sums occur.
TEST(SharpenKernel, DividesEverySumByThirteen) {
  Image picture(3, 3, 1);
  Image expected = picture;
  Image out = picture;
  test::on_every_target([&] {
    for (int sum = 0; sum <= 13 * 255; ++sum) {
      int left = sum;
      for (std::uint8_t& value : picture.pixels) {
        const int weight = &value == &picture.pixels[4] ? 5 : 1;
        value = static_cast<std::uint8_t>(std::min(left / weight, 255));
        left -= weight * value;
      }
      if (left > 0) continue;
      reference::sharpen(picture, expected, 0.0F);
      kernels::sharpen(picture, out, 0.0F);
      ASSERT_EQ(out, expected) << "sum " << sum;
    }
  });
}

}  // namespace
}  // namespace variegate
