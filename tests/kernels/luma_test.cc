#include "variegate/kernels/luma.h"

#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

using test::Strided;

TEST(LumaKernel, GivesTheSumAndTheBytesOfTheReferenceOnEveryTarget) {
  test::on_every_target([&] {
    test::for_every_shape([&](const Strided& picture) {
      EXPECT_EQ(kernels::sum_of_luma(picture.view), reference::sum_of_luma(picture.view));
      if (picture.view.channels == 1) return;
      Strided expected = picture;
      Strided out = picture;
      reference::take_colour_away(picture.view, expected.view);
      kernels::take_colour_away(picture.view, out.view);
      EXPECT_EQ(out.bytes, expected.bytes);
    });
  });
}

TEST(LumaKernel, IsExactForEveryGreenAndBlueAndEveryFifthRed) {
  Image all(256, 256, 3);
  for (int y = 0; y < 256; ++y) {
    for (int x = 0; x < 256; ++x) {
      all.at(x, y)[1] = static_cast<std::uint8_t>(y);
      all.at(x, y)[2] = static_cast<std::uint8_t>(x);
    }
  }
  test::on_every_target([&] {
    for (int red = 0; red < 256; red += 5) {
      for (std::size_t i = 0; i < all.pixels.size(); i += 3) all.pixels[i] = static_cast<std::uint8_t>(red);
      Image expected = all;
      Image out = all;
      reference::take_colour_away(all, expected);
      kernels::take_colour_away(all, out);
      ASSERT_EQ(out, expected) << "red " << red;
    }
  });
}

}  // namespace
}  // namespace variegate
