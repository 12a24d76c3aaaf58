// An object painted into a picture, its mask, its box and a point on it must still lie on one another after
// any geometric operation: a new one is tested here by being there.
#include "variegate/ops/image/parts/annotations.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "tests/ops/parameter_values.h"
#include "tests/ops/pictures.h"
#include "tests/support/error_text.h"
#include "variegate/core/error.h"
#include "variegate/data/annotations/outline.h"
#include "variegate/ops/image/parts/forward_map.h"

namespace variegate {
namespace {

// A white rectangle or ellipse on black, all of it in the picture.
struct Painted {
  Image picture;
  Mask mask;
  ObjectBox box;
};

Painted painted(int width, int height, const Box& place, bool ellipse) {
  Painted object{.picture = Image(width, height, 1), .mask = {Image(width, height, 1)}, .box = {}};
  const double across = place.width / 2.0;
  const double down = place.height / 2.0;
  for (int y = place.top; y < place.top + place.height; ++y) {
    for (int x = place.left; x < place.left + place.width; ++x) {
      const double u = (x + 0.5 - place.left - across) / across;
      const double v = (y + 0.5 - place.top - down) / down;
      if (ellipse && u * u + v * v > 1) continue;
      *object.picture.at(x, y) = 255;
      *object.mask.labels.at(x, y) = 1;
    }
  }
  object.box = {.left = static_cast<double>(place.left),
                .top = static_cast<double>(place.top),
                .right = static_cast<double>(place.left + place.width),
                .bottom = static_cast<double>(place.top + place.height),
                .label = 7,
                .id = 42};
  return object;
}

// What an operation did to an object.
struct Moved {
  const Op& op;
  GeometricMap map;
  Painted before;
  Image picture;
  Mask mask;
  ImageScratch scratch;

  int width() const { return picture.width; }
  int height() const { return picture.height; }

  Boxes boxes(const AnnotationRules& rules) {
    Boxes result{{before.box}};
    follow(result, map, width(), height(), rules, scratch);
    return result;
  }
};

class GeometricOp : public testing::TestWithParam<const Op*> {
 protected:
  // property(moved) for any picture, object, values and seed.
  template <typename Property>
  void for_any_object(bool ellipses, Property property) {
    const Op& op = *GetParam();
    const bool holds = rc::check(op.name, [&] {
      const int width = *rc::gen::inRange(8, 60).as("width");
      const int height = *rc::gen::inRange(8, 60).as("height");
      Box place;
      place.width = *rc::gen::inRange(3, width + 1).as("object's width");
      place.height = *rc::gen::inRange(3, height + 1).as("object's height");
      place.left = *rc::gen::inRange(0, width - place.width + 1).as("left");
      place.top = *rc::gen::inRange(0, height - place.height + 1).as("top");
      const bool ellipse = ellipses && *rc::gen::arbitrary<bool>().as("ellipse");
      std::vector<double> values = test::any_values(op);
      // Where there is no picture there is no object either, which a mirrored border would show again.
      for (const char* name : {"fill", "border"}) {
        if (const int index = find_parameter(op, name); index >= 0)
          values[static_cast<std::size_t>(index)] = 0;
      }
      Stream random({.seed = *rc::gen::arbitrary<std::uint64_t>().as("seed")});
      Moved moved{.op = op,
                  .map = {},
                  .before = painted(width, height, place, ellipse),
                  .picture = {},
                  .mask = {},
                  .scratch = {}};
      moved.map = op.geometric()->map({values, random, moved.scratch}, width, height);
      moved.picture = moved.before.picture;
      warp(moved.picture, moved.map, {}, moved.scratch);
      moved.mask = moved.before.mask;
      follow(moved.mask, moved.map, width, height, moved.scratch);
      property(moved);
    });
    EXPECT_TRUE(holds) << op.name;
  }
};

// Where the nearest pixel is the object's, the bilinear value has a quarter of it or more; elsewhere three
// quarters or less.
TEST_P(GeometricOp, MovesTheMaskWithTheObject) {
  for_any_object(true, [](const Moved& moved) {
    for (std::size_t i = 0; i < moved.picture.pixels.size(); ++i) {
      const int value = moved.picture.pixels[i];
      if (moved.mask.labels.pixels[i] == 1) {
        RC_ASSERT(value >= 62);
      } else {
        RC_ASSERT(value <= 193);
      }
    }
  });
}

TEST_P(GeometricOp, KeepsTheMaskInTheBox) {
  for_any_object(true, [](Moved& moved) {
    const Boxes result = moved.boxes({.min_visibility = 0, .min_side = 0});
    for (int y = 0; y < moved.height(); ++y) {
      for (int x = 0; x < moved.width(); ++x) {
        if (*moved.mask.labels.at(x, y) == 0) continue;
        RC_ASSERT(result.boxes.size() == 1U);
        const ObjectBox& box = result.boxes[0];
        constexpr double kRounding = 0.05;
        RC_ASSERT(x + 0.5 > box.left - kRounding);
        RC_ASSERT(x + 0.5 < box.right + kRounding);
        RC_ASSERT(y + 0.5 > box.top - kRounding);
        RC_ASSERT(y + 0.5 < box.bottom + kRounding);
      }
    }
  });
}

TEST_P(GeometricOp, KeepsTheBoxOfARectangleTightWhenAxesStayAxes) {
  for_any_object(false, [](Moved& moved) {
    if (!moved.map.is_affine() || moved.map.affine.xy != 0 || moved.map.affine.yx != 0) return;
    const Boxes result = moved.boxes({});
    if (result.boxes.empty()) return;
    const ObjectBox& box = result.boxes[0];
    double left = moved.width(), top = moved.height(), right = 0, bottom = 0;
    for (int y = 0; y < moved.height(); ++y) {
      for (int x = 0; x < moved.width(); ++x) {
        if (*moved.mask.labels.at(x, y) == 0) continue;
        left = std::min<double>(left, x);
        right = std::max<double>(right, x + 1);
        top = std::min<double>(top, y);
        bottom = std::max<double>(bottom, y + 1);
      }
    }
    RC_ASSERT(std::abs(box.left - left) < 1);
    RC_ASSERT(std::abs(box.right - right) < 1);
    RC_ASSERT(std::abs(box.top - top) < 1);
    RC_ASSERT(std::abs(box.bottom - bottom) < 1);
  });
}

// The share of the object's area in the result, taken point by point.
double counted_share(const Moved& moved) {
  constexpr int kPoints = 60;
  constexpr double kStep = 1e-4;
  const ForwardMap forward(moved.map);
  const ObjectBox& box = moved.before.box;
  double whole = 0, seen = 0;
  for (int i = 0; i < kPoints; ++i) {
    for (int j = 0; j < kPoints; ++j) {
      const PicturePoint from{box.left + (i + 0.5) / kPoints * (box.right - box.left),
                              box.top + (j + 0.5) / kPoints * (box.bottom - box.top)};
      const PicturePoint to = forward(from);
      const PicturePoint right = forward({from.x + kStep, from.y});
      const PicturePoint below = forward({from.x, from.y + kStep});
      const double area = std::abs((right.x - to.x) * (below.y - to.y) - (right.y - to.y) * (below.x - to.x));
      whole += area;
      if (to.x >= 0 && to.x <= moved.width() && to.y >= 0 && to.y <= moved.height()) seen += area;
    }
  }
  return seen / whole;
}

TEST_P(GeometricOp, DropsABoxExactlyWhenLessThanTheThresholdIsSeen) {
  for_any_object(false, [](Moved& moved) {
    const double share = counted_share(moved);
    const Boxes any = moved.boxes({.min_visibility = 0, .min_side = 0});
    const double visible = any.boxes.empty() ? 0 : any.boxes[0].visible;
    RC_ASSERT(std::abs(visible - share) < 0.03);
    for (const double threshold : {0.1, 0.5, 1.0}) {
      const Boxes some = moved.boxes({.min_visibility = threshold, .min_side = 0});
      RC_ASSERT(some.boxes.size() == (visible >= threshold ? 1U : 0U));
      if (some.boxes.empty()) continue;
      RC_ASSERT(some.boxes == any.boxes);
      RC_ASSERT(some.boxes[0].label == 7);
      RC_ASSERT(some.boxes[0].id == 42);
    }
  });
}

TEST_P(GeometricOp, KeepsPointsOnTheObject) {
  for_any_object(false, [](Moved& moved) {
    const ObjectBox& box = moved.before.box;
    const PicturePoint centre{(box.left + box.right) / 2, (box.top + box.bottom) / 2};
    Keypoints points{{{.x = centre.x, .y = centre.y, .label = 3}}};
    follow(points, moved.map, moved.width(), moved.height());
    const Keypoint& point = points.points.at(0);
    RC_ASSERT(point.label == 3);
    const PicturePoint back = source_of(moved.map, {point.x, point.y});
    RC_ASSERT(std::abs(back.x - centre.x) < 1e-6);
    RC_ASSERT(std::abs(back.y - centre.y) < 1e-6);
    const bool inside = point.x >= 0 && point.x <= moved.width() && point.y >= 0 && point.y <= moved.height();
    RC_ASSERT(point.visible == inside);
    if (!inside || point.x == moved.width() || point.y == moved.height()) return;
    // A pixel that shows nothing but the object is marked as the object.
    const int x = static_cast<int>(point.x);
    const int y = static_cast<int>(point.y);
    for (const PicturePoint corner :
         {PicturePoint{0, 0}, PicturePoint{1, 0}, PicturePoint{0, 1}, PicturePoint{1, 1}}) {
      const PicturePoint from = source_of(moved.map, {x + corner.x, y + corner.y});
      if (from.x < box.left || from.x > box.right || from.y < box.top || from.y > box.bottom) return;
    }
    RC_ASSERT(*moved.mask.labels.at(x, y) == 1);
  });
}

TEST_P(GeometricOp, IsAffineWhenItSaysSo) {
  for_any_object(
      false, [](const Moved& moved) { RC_ASSERT(moved.map.is_affine() || !moved.op.geometric()->affine); });
}

std::vector<const Op*> geometric_ops() {
  std::vector<const Op*> ops;
  std::copy_if(all_ops(FieldKind::image).begin(), all_ops(FieldKind::image).end(), std::back_inserter(ops),
               [](const Op* op) { return op->geometric() != nullptr; });
  return ops;
}

INSTANTIATE_TEST_SUITE_P(, GeometricOp, testing::ValuesIn(geometric_ops()),
                         [](const auto& instance) { return instance.param->name; });

// The map of an operation that draws nothing.
GeometricMap map_of(const std::string& name, const std::vector<double>& values, int width, int height) {
  const Op& op = require_op(FieldKind::image, name, "test");
  std::vector<double> all = values;
  for (std::size_t i = values.size(); i < op.parameters.size(); ++i) all.push_back(op.parameters[i].fallback);
  Stream random({.seed = 1});
  ImageScratch scratch;
  return op.geometric()->map({all, random, scratch}, width, height);
}

TEST(Annotations, AreTheSameAfterTwoFlips) {
  ImageScratch scratch;
  for (const char* flip : {"flip_horizontal", "flip_vertical"}) {
    const GeometricMap map = map_of(flip, {}, 20, 10);
    const Boxes boxes{{{.left = 1.5, .top = 2, .right = 7, .bottom = 3.25, .label = 4}}};
    const Keypoints points{{{.x = 1.5, .y = 9.75}, {.x = 0, .y = 0, .label = 2, .visible = false}}};
    const Mask mask{test::random_picture(20, 10, 1)};
    Boxes moved_boxes = boxes;
    Keypoints moved_points = points;
    Mask moved_mask = mask;
    for (int i = 0; i < 2; ++i) {
      follow(moved_boxes, map, 20, 10, {}, scratch);
      follow(moved_points, map, 20, 10);
      follow(moved_mask, map, 20, 10, scratch);
      EXPECT_EQ(moved_mask == mask, i == 1);
      EXPECT_EQ(moved_boxes == boxes, i == 1);
      EXPECT_EQ(moved_points == points, i == 1);
    }
  }
}

TEST(Boxes, AreCutAtTheEdgeAndRememberHowMuchIsLeft) {
  ImageScratch scratch;
  Boxes boxes{{{.left = 4, .top = 2, .right = 8, .bottom = 4, .label = 1},
               {.left = 0, .top = 0, .right = 2, .bottom = 2, .label = 2}}};
  const GeometricMap right_by_3 = map_of("translate_x", {0, 3}, 10, 10);
  follow(boxes, right_by_3, 10, 10, {.min_visibility = 0.2}, scratch);
  const Boxes expected{{{.left = 7, .top = 2, .right = 10, .bottom = 4, .label = 1, .visible = 0.75},
                        {.left = 3, .top = 0, .right = 5, .bottom = 2, .label = 2}}};
  EXPECT_EQ(boxes, expected);
  // One of the three parts stays: a quarter of the object, so not below a fifth.
  follow(boxes, map_of("translate_x", {0, 2}, 10, 10), 10, 10, {.min_visibility = 0.2}, scratch);
  ASSERT_EQ(boxes.boxes.size(), 2U);
  EXPECT_DOUBLE_EQ(boxes.boxes[0].visible, 0.25);
  follow(boxes, map_of("zoom", {0.5}, 10, 10), 10, 10, {.min_visibility = 0.26}, scratch);
  ASSERT_EQ(boxes.boxes.size(), 1U);
  EXPECT_EQ(boxes.boxes[0].label, 2);
}

TEST(Boxes, GrowToHoldTheirCornersWhenTurned) {
  ImageScratch scratch;
  Boxes boxes{{{.left = 40, .top = 45, .right = 60, .bottom = 55}}};
  follow(boxes, map_of("rotate", {45}, 100, 100), 100, 100, {}, scratch);
  const double half = (10 + 5) / std::sqrt(2.0);
  EXPECT_NEAR(boxes.boxes.at(0).left, 50 - half, 1e-9);
  EXPECT_NEAR(boxes.boxes.at(0).bottom, 50 + half, 1e-9);
}

TEST(Boxes, WithOutlinesFitWhatIsSeenOfThese) {
  ImageScratch scratch;
  const auto turned = [&](const std::string& op, const std::vector<double>& values, ObjectBox box) {
    Boxes boxes{{std::move(box)}};
    follow(boxes, map_of(op, values, 100, 100), 100, 100, {}, scratch);
    return boxes.boxes.at(0);
  };
  // A square on its tip, turned by 45 degrees, lies flat: its box shrinks, where that of a bare box grows.
  const ObjectBox tip{.left = 40,
                      .top = 40,
                      .right = 60,
                      .bottom = 60,
                      .outlines = {{{50, 40}, {60, 50}, {50, 60}, {40, 50}}}};
  const ObjectBox flat = turned("rotate", {45}, tip);
  const double half = 10 / std::sqrt(2.0);
  EXPECT_NEAR(flat.left, 50 - half, 1e-9);
  EXPECT_NEAR(flat.bottom, 50 + half, 1e-9);
  EXPECT_NEAR(area_of(flat.outlines, false), 200, 1e-9);
  EXPECT_NEAR(flat.visible, 1, 1e-9);
  // Half of it leaves the picture.
  const ObjectBox half_seen = turned("translate_x", {0, 50}, tip);
  EXPECT_NEAR(half_seen.visible, 0.5, 1e-9);
  EXPECT_NEAR(area_of(half_seen.outlines, false), 100, 1e-9);
  EXPECT_NEAR(half_seen.left, 90, 1e-9);
  EXPECT_EQ(half_seen.right, 100);
  // The hole of a mask, mirrored and turned, stays a hole.
  ObjectBox ring{.left = 20, .top = 20, .right = 60, .bottom = 60, .from_mask = true};
  ring.outlines = {{{20, 20}, {60, 20}, {60, 60}, {20, 60}}, {{30, 30}, {30, 50}, {50, 50}, {50, 30}}};
  EXPECT_NEAR(area_of(ring.outlines, true), 1200, 1e-9);
  EXPECT_NEAR(area_of(turned("flip_horizontal", {}, ring).outlines, true), 1200, 1e-9);
  EXPECT_NEAR(area_of(turned("rotate", {30}, ring).outlines, true), 1200, 1e-6);
}

TEST(Keypoints, OnTheBorderAreInThePicture) {
  Keypoints points{{{.x = 0, .y = 0}, {.x = 20, .y = 10}, {.x = 20, .y = 3}, {.x = 20.001, .y = 3}}};
  follow(points, map_of("flip_horizontal", {}, 20, 10), 20, 10);
  EXPECT_TRUE(points.points[0].visible);
  EXPECT_TRUE(points.points[1].visible);
  EXPECT_TRUE(points.points[2].visible);
  EXPECT_FALSE(points.points[3].visible);
}

TEST(Boxes, ThatAreTooSmallOrNoBoxesAreDropped) {
  ImageScratch scratch;
  Boxes boxes{{{.left = 1, .top = 1, .right = 2.5, .bottom = 9},
               {.left = 1, .top = 1, .right = 1, .bottom = 9},
               {.left = 1, .top = 1, .right = std::nan(""), .bottom = 9}}};
  follow(boxes, map_of("zoom", {0.5}, 10, 10), 10, 10, {.min_visibility = 0}, scratch);
  EXPECT_TRUE(boxes.boxes.empty());
}

TEST(Keypoints, ThatLeftThePictureAreKeptAndStayHidden) {
  Keypoints points{{{.x = 9, .y = 5, .label = 1}, {.x = 2, .y = 5, .label = 2}}};
  follow(points, map_of("translate_x", {0, 3}, 10, 10), 10, 10);
  follow(points, map_of("translate_x", {0, -3}, 10, 10), 10, 10);
  const Keypoints expected{{{.x = 9, .y = 5, .label = 1, .visible = false}, {.x = 2, .y = 5, .label = 2}}};
  EXPECT_EQ(points, expected);
}

TEST(Annotations, FollowOnlyTheirOwnPicture) {
  Sample sample = image_sample(Image(10, 10, 3), 0, 0);
  const Boxes here{{{.left = 1, .top = 1, .right = 3, .bottom = 3}}};
  const Boxes elsewhere{here.boxes, "depth"};
  sample.fields.push_back({"objects", here});
  sample.fields.push_back({"objects in depth", elsewhere});
  ImageScratch scratch;
  follow(sample, "image", map_of("flip_horizontal", {}, 10, 10), 10, 10, {}, scratch);
  EXPECT_EQ(std::get<Boxes>(sample.find("objects")->value).boxes.at(0).left, 7);
  EXPECT_EQ(std::get<Boxes>(sample.find("objects in depth")->value), elsewhere);
}

TEST(Masks, OfAnotherSizeThanTheirPictureAreAnErrorThatNamesTheField) {
  Sample sample = image_sample(Image(10, 10, 3), 0, 0);
  sample.fields.push_back({"cells", Mask{Image(9, 10, 1)}});
  ImageScratch scratch;
  const std::string text =
      error_text([&] { follow(sample, "image", map_of("flip_vertical", {}, 10, 10), 10, 10, {}, scratch); });
  EXPECT_NE(text.find("field 'cells'"), std::string::npos) << text;
  EXPECT_NE(text.find("10 x 10 pixels, 1 channel"), std::string::npos) << text;
}

}  // namespace
}  // namespace variegate
