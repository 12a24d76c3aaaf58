#include "variegate/kernels/hue.h"

#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

using test::Strided;

TEST(HueKernel, GivesTheBytesOfTheReferenceOnEveryTarget) {
  test::on_every_target([&] {
    test::for_every_shape([&](const Strided& picture) {
      if (picture.view.channels == 1) return;
      Strided expected = picture;
      Strided out = picture;
      reference::turn_hues(picture.view, expected.view, 54321);
      kernels::turn_hues(picture.view, out.view, 54321);
      EXPECT_EQ(out.bytes, expected.bytes);
    });
  });
}

// Turns of whole and half sectors, those beside them (halves are rounded one way going up and the other going
// down), and a few others.
TEST(HueKernel, TurnsAnyColourAnyWayAsTheReferenceDoes) {
  Strided picture(300, 200, 3, 0, 7);
  for (std::size_t i = 0; i < 60'000; ++i) picture.bytes[i] &= 3;  // many with equal channels, many grey
  Strided expected = picture;
  Strided out = picture;
  test::on_every_target([&] {
    for (const int sectors : {-3, -2, -1, 0, 1, 2}) {
      for (const int part : {0, 1, 257, 32767, 32768, 32769, 65535}) {
        const int turn = sectors * kHueSector + part;
        reference::turn_hues(picture.view, expected.view, turn);
        kernels::turn_hues(picture.view, out.view, turn);
        ASSERT_EQ(out.bytes, expected.bytes) << "turn " << turn;
      }
    }
  });
}

}  // namespace
}  // namespace variegate
