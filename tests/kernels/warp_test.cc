#include "variegate/kernels/warp.h"

#include <algorithm>
#include <cmath>

#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

using test::Strided;

InverseAffine turned(double degrees, double scale, double x0, double y0) {
  const double angle = degrees * 3.14159265358979 / 180;
  return {.xx = scale * std::cos(angle),
          .xy = -scale * std::sin(angle),
          .x0 = x0,
          .yx = scale * std::sin(angle),
          .yy = scale * std::cos(angle),
          .y0 = y0};
}

// Maps of all kinds that rows can have: whole and fractional shifts, mirrored, sheared, turned, shrunk.
std::vector<InverseAffine> maps(int width, int height) {
  return {{},
          {.x0 = 3, .y0 = -2},
          {.x0 = -2.25, .y0 = 0.4},
          {.xx = -1, .x0 = static_cast<double>(width)},
          {.xx = -1, .x0 = width + 0.3, .yy = -1, .y0 = static_cast<double>(height)},
          {.xy = 0.3, .x0 = -0.7},
          {.yx = -0.4, .y0 = 1.1},
          {.xx = 0.37, .x0 = 0.2, .yy = 0.61, .y0 = 0.3},
          {.xx = 0.5, .x0 = width * 0.5, .yy = 0.25, .y0 = height * 0.75},
          turned(31, 1, -3, 2),
          turned(-100, 0.7, 2, height * 0.9),
          turned(180, 1, width, height),
          turned(12, 5, -9, -4)};
}

void expect_same(const Strided& picture, int out_width, int out_height, const AffineWarp& warp) {
  const Strided blank(out_width, out_height, picture.view.channels, picture.stride - picture.view.row_bytes(),
                      99);
  Strided expected = blank;
  Strided out = blank;
  reference::warp(picture.view, expected.view, warp);
  kernels::warp(picture.view, out.view, warp);
  const auto [ours, theirs] = std::mismatch(out.bytes.begin(), out.bytes.end(), expected.bytes.begin());
  ASSERT_EQ(ours, out.bytes.end()) << "byte " << ours - out.bytes.begin() << ": " << int{*ours} << ", not "
                                   << int{*theirs};
}

TEST(WarpKernel, GivesTheBytesOfTheReferenceOnEveryTarget) {
  test::on_every_target([&] {
    test::for_every_shape([&](const Strided& picture) {
      const int width = picture.view.width;
      const int height = picture.view.height;
      int number = 0;
      for (const InverseAffine& map : maps(width, height)) {
        SCOPED_TRACE(testing::Message() << "map " << number++);
        for (const Interpolation interpolation : {Interpolation::nearest, Interpolation::bilinear}) {
          for (const Border border : {Border::constant, Border::replicate, Border::reflect}) {
            expect_same(picture, width, height, {map, {7, interpolation, border}});
          }
        }
      }
    });
  });
}

TEST(WarpKernel, FillsABlockOfGatheredPixelsAndMore) {
  test::on_every_target([&] {
    for (const int channels : {1, 3, 4}) {
      const Strided picture(301, 200, channels, 0, 5);
      for (const InverseAffine& map : maps(301, 200)) expect_same(picture, 301, 200, {map, {7}});
      expect_same(picture, 97, 333, {turned(50, 1.3, 20, -10), {9}});
    }
  });
}

TEST(WarpKernel, ShowsFillWhereAPictureInBetweenEnds) {
  const InverseAffine right{.x0 = -2};
  const InverseAffine back{.x0 = 2};
  test::on_every_target([&] {
    for (const int channels : {1, 3, 4}) {
      const Strided picture(9, 4, channels, 0, 5);
      const Clip clip{.map = back, .width = 9, .height = 4, .fill = 7};
      const AffineWarp warp{.map = composed(back, right), .clips = std::span(&clip, 1)};
      expect_same(picture, 9, 4, warp);
      Strided out(9, 4, channels, 0, 1);
      kernels::warp(picture.view, out.view, warp);
      EXPECT_EQ(out.view.at(6, 1)[0], picture.view.at(6, 1)[0]);
      EXPECT_EQ(out.view.at(7, 1)[0], 7);  // left the picture, and did not come back
    }
  });
}

TEST(WarpKernel, ShowsOfSeveralClipsTheFillOfTheFirstThatEnds) {
  test::on_every_target([&] {
    for (const int channels : {1, 3, 4}) {
      const Strided picture(61, 30, channels, 0, 5);
      const InverseAffine last = turned(25, 1, 9, -7);
      const InverseAffine middle = composed(last, turned(-40, 1.2, -5, 20));
      const std::vector<Clip> clips = {{last, 61, 30, 50}, {middle, 61, 30, 100}};
      for (const Border border : {Border::constant, Border::reflect}) {
        expect_same(
            picture, 61, 30,
            {composed(middle, turned(31, 0.9, 4, -9)), {150, Interpolation::bilinear, border}, clips});
      }
    }
  });
}

TEST(ComposedMaps, GoThroughTheFirstAndThenTheSecond) {
  const InverseAffine first = turned(20, 1.5, 3, 4);
  const InverseAffine second{.xx = 2, .xy = 0.5, .x0 = -1, .yx = 0.25, .yy = 3, .y0 = 7};
  const InverseAffine both = composed(first, second);
  const double x = first.xx * 5 + first.xy * 6 + first.x0;
  const double y = first.yx * 5 + first.yy * 6 + first.y0;
  EXPECT_NEAR(both.xx * 5 + both.xy * 6 + both.x0, second.xx * x + second.xy * y + second.x0, 1e-12);
  EXPECT_NEAR(both.yx * 5 + both.yy * 6 + both.y0, second.yx * x + second.yy * y + second.y0, 1e-12);
}

}  // namespace
}  // namespace variegate
