#include "variegate/kernels/remap.h"

#include <algorithm>
#include <cmath>

#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

using test::Strided;

constexpr double kOne = 4294967296.0;

// Positions of a row: near the picture, on its pixels and edges, and far from it.
struct Positions {
  Positions(std::size_t count, int width, int height, std::uint64_t seed) {
    Stream random({.seed = seed, .place = hash_text("positions")});
    for (std::size_t i = 0; i < count; ++i) {
      x.push_back(position(width, random));
      y.push_back(position(height, random));
    }
  }
  static std::int64_t position(int size, Stream& random) {
    const double spread = random.uniform(-0.3, 1.3) * size;
    switch (random.below(8)) {
      case 0:
        return static_cast<std::int64_t>(std::round(spread * 2) / 2 * kOne);  // an edge or a centre
      case 1:
        return static_cast<std::int64_t>(std::round(spread) * kOne) - 1;
      case 2:
        return static_cast<std::int64_t>(random.uniform(-1e6, 1e6) * kOne);
      default:
        return static_cast<std::int64_t>(spread * kOne);
    }
  }
  SourceRow row() const { return {x, y}; }
  std::vector<std::int64_t> x, y;
};

void expect_same(const Strided& picture, std::size_t count, std::uint64_t seed) {
  const Positions positions(count, picture.view.width, picture.view.height, seed);
  for (const Interpolation interpolation : {Interpolation::nearest, Interpolation::bilinear}) {
    for (const Border border : {Border::constant, Border::replicate, Border::reflect}) {
      const std::size_t bytes = count * static_cast<std::size_t>(picture.view.channels);
      std::vector<std::uint8_t> out(bytes + 16, 0xAB);  // and nothing is written behind the row
      std::vector<std::uint8_t> expected = out;
      const Sampling sampling{7, interpolation, border};
      reference::remap_row(picture.view, positions.row(), sampling, expected.data());
      kernels::remap_row(picture.view, positions.row(), sampling, out.data());
      const auto [ours, theirs] = std::mismatch(out.begin(), out.end(), expected.begin());
      ASSERT_EQ(ours, out.end()) << "byte " << ours - out.begin() << ": " << int{*ours} << ", not "
                                 << int{*theirs};
    }
  }
}

TEST(RemapKernel, GivesTheBytesOfTheReferenceOnEveryTarget) {
  test::on_every_target([&] {
    test::for_every_shape([&](const Strided& picture) {
      expect_same(picture, static_cast<std::size_t>(picture.view.width), 1);
    });
  });
}

TEST(RemapKernel, FillsABlockOfGatheredPixelsAndMore) {
  test::on_every_target([&] {
    for (const int channels : {1, 3, 4}) {
      for (const std::size_t count : {127, 128, 129, 300})
        expect_same(Strided(301, 20, channels, 3, 5), count, 2);
    }
  });
}

// The same points, walked by the affine warp.
TEST(RemapKernel, GivesTheBytesOfTheWarpForAnAffineMap) {
  const InverseAffine map{.xx = 0.75, .xy = 0.25, .x0 = -3, .yx = -0.5, .yy = 1.125, .y0 = 6};
  for (const int channels : {1, 3, 4}) {
    const Strided picture(50, 40, channels, 0, 5);
    Strided expected(50, 40, channels, 0, 6);
    Strided out = expected;
    kernels::warp(picture.view, expected.view, {map, {7}});
    for (int j = 0; j < 40; ++j) {
      Positions positions(0, 1, 1, 0);
      for (int i = 0; i < 50; ++i) {
        const double x = map.xx * (i + 0.5) + map.xy * (j + 0.5) + map.x0;
        const double y = map.yx * (i + 0.5) + map.yy * (j + 0.5) + map.y0;
        positions.x.push_back(static_cast<std::int64_t>(x * kOne));
        positions.y.push_back(static_cast<std::int64_t>(y * kOne));
      }
      kernels::remap_row(picture.view, positions.row(), {7}, out.view.row(j));
    }
    EXPECT_EQ(out.bytes, expected.bytes);
  }
}

}  // namespace
}  // namespace variegate
