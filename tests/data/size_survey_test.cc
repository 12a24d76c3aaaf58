#include "variegate/data/size_survey.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/data/made_data.h"
#include "variegate/core/error.h"
#include "variegate/data/splits.h"

namespace variegate {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

SizeSurvey of_size(int width, int height) {
  return {.pictures = 9,
          .width = width,
          .height = height,
          .shorter = std::min(width, height),
          .shape_width = width,
          .shape_height = height};
}

// Folder d: `count` pictures of each class, of that size.
void write_pictures(const TemporaryFolder& folder, int count, int width, int height) {
  for (const char* name : {"a", "b"}) {
    for (int i = 0; i < count; ++i)
      write_png(folder, std::string("d/") + name + "/" + std::to_string(i + 1) + ".png",
                plain_image(width, height,
                            {10, static_cast<std::uint8_t>(20 + i), static_cast<std::uint8_t>(*name)}));
  }
}

TEST(ChooseSize, OffersStepsNotAboveThePicturesAndTakes96) {
  const auto choice = [](int width, int height) { return choose_size(of_size(width, height)); };
  EXPECT_THAT(choice(500, 375).sides, ElementsAre(224, 160, 128, 96, 64));
  EXPECT_EQ(choice(500, 375).usual, 96);
  EXPECT_THAT(choice(100, 140).sides, ElementsAre(96, 64));
  EXPECT_THAT(choice(64, 64).sides, ElementsAre(64));
  EXPECT_EQ(choice(80, 64).usual, 64);
  EXPECT_EQ(choice(48, 60).usual, 48);  // below the least step: their own size
  EXPECT_THAT(choice(41, 41).sides, ElementsAre(41));
  EXPECT_THAT(choice(40, 300).sides, IsEmpty());
  EXPECT_EQ(choice(28, 28).usual, 0);
}

TEST(PreparationFor, SmallPicturesAreLeftAsTheyAreAndLargerOnesKeepTheirProportions) {
  EXPECT_EQ(preparation_for(of_size(28, 20), 0, "auto"),
            (Preparation{.width = 28, .height = 20, .fit = DataFit::stretch}));
  EXPECT_EQ(preparation_for(of_size(28, 20), 16, "auto"),
            (Preparation{.width = 16, .height = 16, .fit = DataFit::stretch}));
  EXPECT_EQ(preparation_for(of_size(500, 375), 0, "auto"),
            (Preparation{.width = 96, .height = 96, .fit = DataFit::crop}));
  EXPECT_EQ(preparation_for(of_size(500, 375), 32, "pad"),
            (Preparation{.width = 32, .height = 32, .fit = DataFit::pad}));
}

TEST(SurveySizes, OneOddFirstPictureChangesNothing) {
  const TemporaryFolder folder;
  write_pictures(folder, 6, 90, 60);
  write_png(folder, "d/a/0.png", plain_image(700, 3, {4}));
  const SizeSurvey survey = survey_training_part({.train = folder.file("d")});
  EXPECT_EQ(survey.pictures, 13U);
  EXPECT_EQ(survey.width, 90);
  EXPECT_EQ(survey.shorter, 60);
  EXPECT_EQ(survey.shape_height, 60);
  EXPECT_FALSE(survey.alike);
  EXPECT_TRUE(survey.colour);
  EXPECT_EQ(size_in_words(survey), "about 90 x 60");
  EXPECT_EQ(open_search_data({.train = folder.file("d")}).train.width, 60);
}

TEST(SurveySizes, LeavesOutWhatCannotBeReadAndSaysWhyWhenNothingCan) {
  const TemporaryFolder folder;
  write_pictures(folder, 2, 9, 9);
  write_file(folder, "d/a/0.png", "not a picture");
  EXPECT_EQ(survey_training_part({.train = folder.file("d")}).pictures, 4U);
  write_file(folder, "e/a/0.png", "not a picture");
  write_file(folder, "e/b/0.png", "not a picture");
  EXPECT_THROW(survey_training_part({.train = folder.file("e")}), Error);
}

TEST(CropSize, KeepsProportionsCutsTheVeryOblongAndNeverEnlarges) {
  const Preparation to96{.width = 96, .height = 96, .fit = DataFit::crop};
  const CropSize photo = crop_size(to96, 500, 375);
  EXPECT_EQ(photo.width, 160);
  EXPECT_EQ(photo.height, 120);
  EXPECT_EQ(photo.part, (Box{.width = 500, .height = 375}));
  const CropSize strip = crop_size(to96, 300, 2000);
  EXPECT_EQ(strip.part, (Box{.left = 0, .top = 700, .width = 300, .height = 600}));
  EXPECT_EQ(strip.width, 120);
  EXPECT_EQ(strip.height, 240);
  const CropSize small = crop_size(to96, 70, 50);
  EXPECT_EQ(small.width, 70);
  EXPECT_EQ(small.height, 50);
}

// A picture whose left third is red, the middle green and the right blue.
Image thirds(int width, int height, int mark = 0) {
  Image image(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) image.at(x, y)[3 * x / width] = 255;
  }
  image.pixels.back() = static_cast<std::uint8_t>(200 + mark);  // one picture is not another
  return image;
}

TEST(LoadPictures, ValidatesOnTheMiddleWithoutStretching) {
  const TemporaryFolder folder;
  for (const char* name : {"a", "b"}) {
    for (int i = 1; i <= 3; ++i)
      write_png(folder, std::string("d/") + name + "/" + std::to_string(i) + ".png",
                thirds(180, 60, 10 * i + *name - 'a'));
  }
  const auto sample = [&](const char* fit) {
    return open_search_data({.train = folder.file("d"), .validation_size = 2, .resolution = 30, .fit = fit})
        .validation.sample(0)
        .image();
  };
  // The middle square of a picture three times as wide as high is its green third.
  const Image crop = sample("crop");
  EXPECT_EQ(crop.at(2, 15)[1], 255);
  EXPECT_EQ(crop.at(27, 15)[1], 255);
  const Image stretch = sample("stretch");
  EXPECT_EQ(stretch.at(2, 15)[0], 255);
  EXPECT_EQ(stretch.at(27, 15)[2], 255);
  const Image pad = sample("pad");  // 30 x 10 in the middle, black above and below
  EXPECT_EQ(pad.at(2, 15)[0], 255);
  EXPECT_EQ(pad.at(27, 15)[2], 255);
  EXPECT_EQ(pad.at(15, 8)[1], 0);
  EXPECT_EQ(pad.at(15, 12)[1], 255);
  EXPECT_EQ(pad.at(15, 21)[1], 0);
}

TEST(LoadPictures, OfAllSizesKeepTheirOwn) {
  const TemporaryFolder folder;
  write_png(folder, "d/a/1.png", thirds(180, 60));
  write_png(folder, "d/b/1.png", thirds(60, 80));
  write_png(folder, "v/a/1.png", thirds(60, 80, 1));
  const SearchData data = open_search_data(
      {.train = folder.file("d"), .validation = folder.file("v"), .resolution = 40, .fit = "crop"});
  ASSERT_EQ(data.train.size(), 2U);
  EXPECT_EQ(data.train.width, 40);
  const std::size_t wide = data.train.label(0) == 0 ? 0 : 1;  // of class a
  EXPECT_EQ(data.train.view(wide).width, 100);                // at most twice as long as wide
  EXPECT_EQ(data.train.view(wide).height, 50);
  EXPECT_EQ(data.train.view(1 - wide).width, 50);
  EXPECT_EQ(data.train.view(1 - wide).height, 67);
  EXPECT_EQ(data.train.sample(1).image().height, 40);
}

}  // namespace
}  // namespace variegate
