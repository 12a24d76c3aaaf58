#include "variegate/report/annotation_picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace variegate {
namespace {

using testing::ElementsAre;

std::vector<std::uint8_t> colour_at(const Image& image, int x, int y) {
  return {image.at(x, y)[0], image.at(x, y)[1], image.at(x, y)[2]};
}

TEST(AnnotatedPicture, IsThePictureWhenNothingIsKnownAboutIt) {
  const Sample sample = image_sample(Image(5, 4, 1, 77), 0, 0);
  EXPECT_EQ(annotated_picture(sample), sample.image());
}

TEST(AnnotatedPicture, ShowsBoxesMasksAndVisiblePointsEachInTheColourOfItsLabel) {
  Sample sample = image_sample(Image(20, 20, 1, 100), 0, 0);
  Image labels(20, 20, 1);
  *labels.at(15, 15) = 2;
  sample.fields.push_back({"mask", Mask{std::move(labels)}});
  sample.fields.push_back({"boxes", Boxes{{{.left = 2, .top = 3, .right = 8, .bottom = 30, .label = 0}}}});
  sample.fields.push_back(
      {"points", Keypoints{{{.x = 12.5, .y = 4.5, .label = 1}, {.x = 17, .y = 4, .visible = false}}}});
  const Image picture = annotated_picture(sample);
  ASSERT_EQ(picture.channels, 3);
  EXPECT_THAT(colour_at(picture, 2, 10), ElementsAre(230, 159, 0));
  EXPECT_THAT(colour_at(picture, 7, 19), ElementsAre(230, 159, 0));  // cut at the edge of the picture
  EXPECT_THAT(colour_at(picture, 4, 3), ElementsAre(230, 159, 0));
  EXPECT_THAT(colour_at(picture, 4, 10), ElementsAre(100, 100, 100));
  EXPECT_THAT(colour_at(picture, 8, 10), ElementsAre(100, 100, 100));
  EXPECT_THAT(colour_at(picture, 12, 4), ElementsAre(86, 180, 233));
  EXPECT_THAT(colour_at(picture, 17, 4), ElementsAre(100, 100, 100));
  EXPECT_THAT(colour_at(picture, 15, 15), ElementsAre(50, 129, 108));
}

}  // namespace
}  // namespace variegate
