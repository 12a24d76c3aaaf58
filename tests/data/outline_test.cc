// Polygons and pixels of objects, against closed forms.
#include "variegate/data/annotations/outline.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/support/error_text.h"
#include "variegate/core/random.h"
#include "variegate/data/annotations/coco_rle.h"

namespace variegate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::uint64_t pixels_inside(const PixelRuns& runs) {
  std::uint64_t inside = 0;
  for (std::size_t i = 1; i < runs.size(); i += 2) inside += runs[i];
  return inside;
}

TEST(Outline, AreaAndPixelsOfACircle) {
  constexpr double kRadius = 40;
  Outline circle;
  for (int i = 0; i < 360; ++i) {
    const double angle = i * std::numbers::pi / 180;
    circle.push_back({50 + kRadius * std::cos(angle), 50 + kRadius * std::sin(angle)});
  }
  const std::vector<Outline> outlines{circle};
  const double area = 180 * kRadius * kRadius * std::sin(std::numbers::pi / 180);  // 360 triangles
  EXPECT_NEAR(area_of(outlines, false), area, 1e-6);
  EXPECT_NEAR(static_cast<double>(pixels_inside(runs_of(outlines, 100, 100))), area, 40);
}

TEST(Outline, RunsGoDownTheColumns) {
  // A picture of 3 x 2 whose middle column and upper right pixel are inside.
  const std::vector<Outline> outlines{{{1, 0}, {3, 0}, {3, 1}, {2, 1}, {2, 2}, {1, 2}}};
  EXPECT_THAT(runs_of(outlines, 3, 2), ElementsAre(2, 3, 1));
  EXPECT_EQ(area_of(outlines, false), 3);
}

TEST(Outline, AHoleIsTakenOff) {
  // All but the middle of 3 x 3.
  const PixelRuns runs{0, 4, 1, 4};
  const std::vector<Outline> outlines = outlines_of(runs, 3, 3);
  EXPECT_EQ(outlines.size(), 2U);
  EXPECT_EQ(area_of(outlines, true), 8);
  EXPECT_EQ(runs_of(outlines, 3, 3), runs);
}

RC_GTEST_PROP(Outline, OfAnyMaskGivesItsPixelsBack, ()) {
  const int width = *rc::gen::inRange(1, 12), height = *rc::gen::inRange(1, 12);
  PixelRuns runs;
  std::uint64_t left = static_cast<std::uint64_t>(width * height);
  for (bool first = true; left > 0; first = false) {
    const auto run = std::min<std::uint64_t>(left, *rc::gen::inRange<std::uint64_t>(first ? 0 : 1, 9));
    runs.push_back(run);
    left -= run;
  }
  const std::vector<Outline> outlines = outlines_of(runs, width, height);
  RC_ASSERT(runs_of(outlines, width, height) == runs);
  RC_ASSERT(area_of(outlines, true) == static_cast<double>(pixels_inside(runs)));
  RC_ASSERT(unpack_runs(pack_runs(runs), width, height, "x") == runs);
}

TEST(CocoRle, PacksAsCocosToolsDo) {
  // The string is what pycocotools' encode() gives for a 10 x 10 mask with rows 2 .. 4 of columns 3 .. 5 set.
  EXPECT_EQ(pack_runs({32, 3, 7, 3, 7, 3, 45}), "P137000V1");
  EXPECT_EQ(unpack_runs("P137000V1", 10, 10, "x"), (PixelRuns{32, 3, 7, 3, 7, 3, 45}));
}

TEST(CocoRle, BrokenRunsAreErrors) {
  for (const char* letters : {"", "P1370", "P137000V1V1", "P", "P137000V\x7f", " ", "oooooooooooooooo", "O"})
    EXPECT_THAT(error_text([&] { unpack_runs(letters, 10, 10, "a.json: $.counts"); }),
                HasSubstr("a.json: $.counts: "))
        << letters;
}

}  // namespace
}  // namespace variegate
