#include "variegate/kernels/join_planes.h"

#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

TEST(JoinPlanesKernel, GivesTheBytesOfTheReferenceOnEveryTarget) {
  constexpr std::size_t kMost = 300;  // pixels: several of the widest vectors, and every way to end in one
  const test::Strided planes(kMost, 3, 1, 7, 1);
  const ColourPlanes rows = {planes.view.row(0), planes.view.row(1), planes.view.row(2)};
  test::on_every_target([&] {
    for (std::size_t pixels = 0; pixels <= kMost; ++pixels) {
      std::vector<std::uint8_t> expected(3 * pixels + 64, 7);  // more, so that writing too far shows
      std::vector<std::uint8_t> out = expected;
      reference::join_planes(rows, pixels, expected.data());
      kernels::join_planes(rows, pixels, out.data());
      ASSERT_EQ(out, expected) << pixels << " pixels";
    }
  });
}

}  // namespace
}  // namespace variegate
