// Cells of boxes and keypoints, and what cannot be right in them.
#include "variegate/data/annotations/annotation_cells.h"

#include <gmock/gmock.h>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "variegate/data/formats.h"

namespace variegate {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(AnnotationCells, ANumberTooManyIsAnError) {
  for (const char* cell : {"nose 30 20 2", "nose 30 20 2; tail 10 35 2", "left ear 30 20 2",
                           "nose 30 20 0 hidden", "1 30 20 2", "nose 3e1 20 2"}) {
    EXPECT_THAT(error_text([&] { parse_keypoints(cell, "m.csv, line 2, column keypoints"); }),
                AllOf(HasSubstr("m.csv, line 2, column keypoints: "), HasSubstr("one number too many")))
        << cell;
  }
  for (const char* cell :
       {"car 5 6 20 30 99", "car 0.5 6 20 30 99", "5 6 7 20 30 99", "a car 5 6 20 30 -1"}) {
    EXPECT_THAT(error_text([&] { parse_boxes(cell, "x"); }), HasSubstr("one number too many")) << cell;
  }
}

TEST(AnnotationCells, OtherCellsThatAreNone) {
  for (const char* cell :
       {"car", "1 2 3 4", "car 1 2 3", "car 1 2 3 four", "car 1 2 nan 4", "car 1 2 inf 4", "car 1 2 3e9 4",
        "'car 1 2 3 4", "car 1 2 3 '4'", "car 3 2 1 4", "car 1 4 3 2", "car 1 2 1 4"}) {
    EXPECT_NE(error_text([&] { parse_boxes(cell, "x"); }), "") << cell;
  }
}

TEST(AnnotationCells, LabelsMayHoldSpacesAndInQuotesAnything) {
  const auto label = [](const char* cell) { return parse_boxes(cell, "x").at(0).label; };
  EXPECT_EQ(label("red cell 0 1 2 3"), "red cell");
  EXPECT_EQ(label("  red\tcell 0 1 2 3 ;"), "red cell");
  EXPECT_EQ(label("12 0 1 2 3"), "12");
  EXPECT_EQ(label("'team 7' 0 1 2 3"), "team 7");
  EXPECT_EQ(label("\"a; b\" 0 1 2 3"), "a; b");
  EXPECT_EQ(label("'it''s 5' 0 1 2 3"), "it's 5");
  EXPECT_EQ(label("v8 engine 0 1 2 3"), "v8 engine");
}

TEST(AnnotationCells, WhatIsWrittenIsReadAgain) {
  const std::vector<std::string> names{"red cell", "team 7", "a; b", "it's", "12", "two  blanks", "x"};
  Boxes boxes;
  Keypoints points;
  for (int label = 0; label < static_cast<int>(names.size()); ++label) {
    boxes.boxes.push_back({.left = 0.1 * label, .top = 1.0 / 3, .right = 9, .bottom = 1e3, .label = label});
    points.points.push_back({.x = -0.25 * label, .y = 7, .label = label, .visible = label % 2 == 0});
  }
  const auto read = parse_boxes(box_cell(boxes, names), "x");
  const auto read_points = parse_keypoints(keypoint_cell(points, names), "x");
  ASSERT_EQ(read.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(read[i].label, names[i]);
    EXPECT_EQ(read[i].box.left, boxes.boxes[i].left);
    EXPECT_EQ(read[i].box.top, boxes.boxes[i].top);
    EXPECT_EQ(read_points[i].label, names[i]);
    EXPECT_EQ(read_points[i].point.x, points.points[i].x);
    EXPECT_EQ(read_points[i].point.visible, points.points[i].visible);
  }
}

// A manifest of one picture of 64 x 48 pixels.
std::unique_ptr<Dataset> one_picture(const TemporaryFolder& folder, const std::string& column,
                                     const std::string& cell, bool skip_bad = false) {
  write_png(folder, "a.png", plain_image(64, 48, {4}));
  write_file(folder, "m.csv", "path,label," + column + "\na.png,x," + cell + "\n");
  return locate_data(folder.file("m.csv"), "auto", "", {.skip_bad = skip_bad}).train.open();
}

TEST(AnnotationCheck, BoxesThatCannotBeRightAreAnErrorOrCounted) {
  for (const auto& [cell, words] :
       std::vector<std::pair<std::string, std::string>>{{"car 0.1 0.2 0.5 0.6", "shares of the picture"},
                                                        {"car 0 0 0.99 1", "shares of the picture"},
                                                        {"car 100 100 150 150", "outside its picture"},
                                                        {"car 64 0 70 10", "outside its picture"},
                                                        {"car -9 -9 0 20", "outside its picture"},
                                                        {"car 20 20 20.5 20.5", "below one pixel"}}) {
    const TemporaryFolder folder;
    const auto strict = one_picture(folder, "boxes", cell);
    EXPECT_THAT(error_text([&] { strict->load(0); }), AllOf(HasSubstr("m.csv, line 2"), HasSubstr(words)))
        << cell;
    const Sample sample = one_picture(folder, "boxes", "van 3 4 9 8; " + cell, true)->load(0);
    const auto& boxes = std::get<Boxes>(sample.find("boxes")->value);
    EXPECT_EQ(boxes.dropped, 1) << cell;
    ASSERT_EQ(boxes.boxes.size(), 1U) << cell;
    EXPECT_EQ(boxes.boxes[0].left, 3);
  }
}

TEST(AnnotationCheck, BoxesPartlyOutsideAreCutOff) {
  const TemporaryFolder folder;
  const Sample sample = one_picture(folder, "boxes", "a -0.5 0 64.5 48.9; b -5 10 20 60; c 0 0 1 1")->load(0);
  const auto& boxes = std::get<Boxes>(sample.find("boxes")->value);
  EXPECT_EQ(boxes.clipped, 1);
  EXPECT_EQ(boxes.boxes.at(0).right, 64);
  EXPECT_EQ(boxes.boxes.at(1).left, 0);
  EXPECT_EQ(boxes.boxes.at(1).bottom, 48);
  EXPECT_EQ(boxes.boxes.at(2).right, 1);
}

TEST(AnnotationCheck, AColumnOfSharesBecomesPixels) {
  const TemporaryFolder folder;
  const Sample sample = one_picture(folder, "boxes_shares", "car 0.25 0.5 0.75 1")->load(0);
  const ObjectBox box = std::get<Boxes>(sample.find("boxes")->value).boxes.at(0);
  EXPECT_EQ(std::vector({box.left, box.top, box.right, box.bottom}), std::vector<double>({16, 24, 48, 48}));
  const auto pixels = one_picture(folder, "boxes_shares", "car 16 24 48 48");
  EXPECT_THAT(error_text([&] { pixels->load(0); }), HasSubstr("outside its picture"));
}

TEST(AnnotationCheck, KeypointsAreInThePictureOrOnItsBorder) {
  const TemporaryFolder folder;
  for (const char* cell : {"a 64 48", "a 0 0", "a 80 10 hidden", "a 1 1; b 30 40"})
    EXPECT_EQ(error_text([&] { one_picture(folder, "keypoints", cell)->load(0); }), "") << cell;
  for (const char* cell : {"a 66 10", "a 10 -2", "a 0.2 0.3; b 0.5 0.6"})
    EXPECT_THAT(error_text([&] { one_picture(folder, "keypoints", cell)->load(0); }),
                HasSubstr("m.csv, line 2"))
        << cell;
}

}  // namespace
}  // namespace variegate
