#include "variegate/kernels/saturation.h"

#include "tests/kernels/blend_factors.h"
#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

using test::Strided;

TEST(SaturationKernel, GivesTheBytesOfTheReferenceOnEveryTarget) {
  test::on_every_target([&] {
    test::for_every_shape([&](const Strided& picture) {
      if (picture.view.channels == 1) return;
      Strided expected = picture;
      Strided out = picture;
      reference::saturate(picture.view, expected.view, 1.7F);
      kernels::saturate(picture.view, out.view, 1.7F);
      EXPECT_EQ(out.bytes, expected.bytes);
    });
  });
}

TEST(SaturationKernel, BlendsByAnyFactorAsTheReferenceDoes) {
  Strided picture(300, 100, 3, 0, 7);
  Strided expected = picture;
  Strided out = picture;
  test::on_every_target([&] {
    for (const float factor : test::blend_factors()) {
      reference::saturate(picture.view, expected.view, factor);
      kernels::saturate(picture.view, out.view, factor);
      ASSERT_EQ(out.bytes, expected.bytes) << "factor " << factor;
    }
  });
}

TEST(SaturationKernel, WorksInPlace) {
  test::on_every_target([&] {
    Strided picture(67, 3, 3, 1, 4);
    Strided expected = picture;
    reference::saturate(picture.view, expected.view, 0.3F);
    kernels::saturate(picture.view, picture.view, 0.3F);
    EXPECT_EQ(picture.bytes, expected.bytes);
  });
}

}  // namespace
}  // namespace variegate
