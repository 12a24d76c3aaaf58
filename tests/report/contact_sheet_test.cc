#include "variegate/report/contact_sheet.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "variegate/policy/published.h"

namespace variegate {
namespace {

std::vector<Sample> samples(int count, int side = 8) {
  std::vector<Sample> all;
  for (int i = 0; i < count; ++i) {
    Image image(side, side, 3);
    for (std::size_t k = 0; k < image.pixels.size(); ++k)
      image.pixels[k] = static_cast<std::uint8_t>(7 * k + 31 * i);
    all.push_back(image_sample(std::move(image), i % 3, static_cast<std::uint64_t>(i)));
  }
  return all;
}

TEST(ContactSheet, BeginsEveryRowWithTheOriginal) {
  const auto all = samples(2);
  const auto rows = augmented_rows(all, {"cat", "dog", "hen"}, published_policy("trivialaugment"),
                                   {.copies = 5, .seed = 3});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1].caption, "dog");
  ASSERT_EQ(rows[1].pictures.size(), 6U);
  EXPECT_EQ(rows[1].pictures[0], all[1].image());
  EXPECT_FALSE(std::all_of(rows[1].pictures.begin(), rows[1].pictures.end(),
                           [&](const Image& picture) { return picture == all[1].image(); }));
}

TEST(ContactSheet, IsTheSameForTheSameSeedOnly) {
  const auto all = samples(1);
  const Policy policy = published_policy("trivialaugment");
  const auto once = augmented_rows(all, {}, policy, {.copies = 8, .seed = 1});
  EXPECT_EQ(once[0].pictures, augmented_rows(all, {}, policy, {.copies = 8, .seed = 1})[0].pictures);
  EXPECT_NE(once[0].pictures, augmented_rows(all, {}, policy, {.copies = 8, .seed = 2})[0].pictures);
}

TEST(ContactSheet, SaysWhatEachMixedCopyShows) {
  const auto all = samples(6);
  const std::vector<std::string> names{"cat", "dog", "hen"};
  const auto rows = augmented_rows(all, names, published_policy("mixup:1"), {.copies = 4, .seed = 3});
  int shared = 0;
  for (const SheetRow& row : rows) {
    ASSERT_EQ(row.shown.size(), 4U);
    for (std::size_t copy = 0; copy < 4; ++copy) {
      EXPECT_TRUE(row.shown[copy].starts_with(row.caption + " ")) << row.shown[copy];
      shared += row.shown[copy].find(", ") != std::string::npos ? 1 : 0;
      EXPECT_NE(row.pictures[copy + 1], row.pictures[0]);
    }
  }
  EXPECT_GT(shared, 12);
  const auto paired = augmented_rows(all, names, published_policy("sample-pairing"), {.copies = 1});
  EXPECT_EQ(paired[1].shown, std::vector<std::string>{"dog 1"});
  EXPECT_TRUE(augmented_rows(all, names, published_policy("none"), {.copies = 1})[0].shown.empty());
  EXPECT_TRUE(augmented_rows(all, {}, published_policy("mixup"), {.copies = 1})[0].shown.empty());
}

TEST(ContactSheet, ShowsEveryClassBeforeOneTwice) {
  const std::vector<int> labels = {0, 0, 0, 1, 1, 1, 2, 2, 2};
  const auto picked = pick_samples(labels, 4, 5);
  ASSERT_EQ(picked.size(), 4U);
  std::vector<int> shown;
  for (const std::size_t i : picked) shown.push_back(labels[i]);
  std::sort(shown.begin(), shown.begin() + 3);
  EXPECT_EQ(std::vector<int>(shown.begin(), shown.begin() + 3), (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(pick_samples(labels, 100, 5).size(), 9U);
  EXPECT_TRUE(pick_samples({}, 3, 0).empty());
}

TEST(ContactSheet, EnlargesSmallPicturesByAWholeFactor) {
  const std::vector<SheetRow> rows = {{"", {Image(32, 32, 1, 10), Image(32, 32, 1, 20)}}};
  const Image sheet = sheet_image(rows);
  EXPECT_EQ(sheet.width, 4 + 96 + 12 + 96 + 4);
  EXPECT_EQ(sheet.height, 4 + 96 + 4);
  EXPECT_EQ(sheet.at(4, 4)[2], 10);
  EXPECT_EQ(sheet.at(4 + 95, 4 + 95)[0], 10);
  EXPECT_EQ(sheet.at(4 + 96 + 12, 4)[1], 20);
  EXPECT_EQ(sheet.at(4 + 96 + 5, 50)[0], 255);
}

TEST(ContactSheet, ShrinksLargePicturesOnceAugmentedAndKeepsTheirProportions) {
  std::vector<Sample> all;
  for (const auto& [width, height] : {std::pair{900, 300}, {20, 3000}, {40, 30}})
    all.push_back(image_sample(Image(width, height, 3, 90), 0, 0));
  const auto rows = augmented_rows(all, {}, published_policy("none"), {.copies = 2, .cell = 100});
  const std::vector<std::pair<int, int>> sizes = {{100, 33}, {1, 100}, {40, 30}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const Image& picture : rows[i].pictures) {
      EXPECT_EQ(std::pair(picture.width, picture.height), sizes[i]);
      EXPECT_EQ(picture.at(0, 0)[1], 90);
    }
  }
}

TEST(ContactSheet, KeepsWithinItsLargestSizeWhateverItShows) {
  for (const auto& [count, copies] : {std::pair{1, 1}, {8, 8}, {1, 100}, {200, 1}, {200, 100}}) {
    const int cell = sheet_cell(count, copies);
    EXPECT_GE(cell, 1);
    for (const auto& [width, height] : {std::pair{cell, cell}, {1, cell}, {cell, 1}, {8, 6}}) {
      const Image picture(std::min(width, cell), std::min(height, cell), 1, 10);
      const std::vector<Image> row(static_cast<std::size_t>(copies) + 1, picture);
      const Image sheet =
          sheet_image(std::vector<SheetRow>(static_cast<std::size_t>(count), SheetRow{"", row}));
      EXPECT_LE(sheet.width, kLargestSheet) << count << " " << copies << " " << width;
      EXPECT_LE(sheet.height, kLargestSheet) << count << " " << copies << " " << height;
    }
  }
  EXPECT_EQ(sheet_cell(8, 8), 256);
}

TEST(ContactSheet, SetsTheOriginalApartInAStrip) {
  const Image strip = strip_image({"", {Image(2, 1, 3, 9), Image(2, 1, 3, 8), Image(2, 1, 3, 7)}}, 1);
  ASSERT_EQ(strip.width, 2 + 3 + 2 + 1 + 2);
  std::vector<int> alpha, red;
  for (int x = 0; x < strip.width; ++x) {
    alpha.push_back(strip.at(x, 0)[3] == 255);
    red.push_back(strip.at(x, 0)[0]);
  }
  EXPECT_EQ(alpha, (std::vector<int>{1, 1, 0, 0, 0, 1, 1, 0, 1, 1}));
  EXPECT_EQ(red, (std::vector<int>{9, 9, 0, 0, 0, 8, 8, 0, 7, 7}));
}

TEST(ContactSheet, DrawsTransparentPixelsOverWhite) {
  Image picture(1, 1, 4);
  picture.pixels = {0, 100, 200, 51};  // a fifth of it
  const Image strip = strip_image({"", {picture}}, 2);
  EXPECT_EQ(strip.pixels, (std::vector<std::uint8_t>{204, 224, 244, 255}));
}

}  // namespace
}  // namespace variegate
