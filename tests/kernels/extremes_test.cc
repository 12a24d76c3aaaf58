#include "variegate/kernels/extremes.h"

#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

using test::Strided;

TEST(ExtremesKernel, FindsThoseOfTheReferenceOnEveryTarget) {
  test::on_every_target([&] {
    test::for_every_shape([&](const Strided& picture) {
      Strided narrow = picture;
      for (std::uint8_t& byte : narrow.bytes) byte = static_cast<std::uint8_t>(90 + byte / 4);
      EXPECT_EQ(kernels::extremes(picture.view), reference::extremes(picture.view));
      EXPECT_EQ(kernels::extremes(narrow.view), reference::extremes(narrow.view));
    });
  });
}

}  // namespace
}  // namespace variegate
