#include "variegate/data/splits.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "tests/support/test_key.h"
#include "variegate/core/json.h"

namespace variegate {
namespace {

using testing::HasSubstr;

std::vector<std::size_t> histogram(const PictureSet& set) {
  std::vector<std::size_t> counts(set.class_names.size(), 0);
  for (std::size_t i = 0; i < set.size(); ++i) ++counts[static_cast<std::size_t>(set.label(i))];
  return counts;
}

std::string error_of(const DataSpec& spec) {
  return error_text([&] { open_search_data(spec); });
}

std::string test_error_of(const DataSpec& spec) {
  return error_text([&] { open_test_data(spec, open_search_data(spec).train, TestKeyForTests::make()); });
}

TEST(SearchData, IsStratifiedAndOfTheSizesAskedFor) {
  const TemporaryFolder folder;
  write_idx_folder(folder, "digits", 300, 10, 8);
  const SearchData data =
      open_search_data({.train = folder.file("digits"), .train_size = 100, .validation_size = 50});
  EXPECT_EQ(data.train.size(), 100U);
  EXPECT_EQ(histogram(data.train), std::vector<std::size_t>(10, 10));
  EXPECT_EQ(histogram(data.validation), std::vector<std::size_t>(10, 5));
  EXPECT_EQ(data.train.width, 8);
  EXPECT_EQ(data.train.height, 8);
  EXPECT_EQ(data.train.channels, 1);
}

TEST(SearchData, ValidatesByRuleWhenNoSizeIsGiven) {
  const TemporaryFolder folder;
  write_idx_folder(folder, "digits", 6000, 2, 2);
  const auto sizes = [&](int train_size) {
    const SearchData data = open_search_data({.train = folder.file("digits"), .train_size = train_size});
    return std::pair(data.train.size(), data.validation.size());
  };
  EXPECT_EQ(sizes(0), (std::pair<std::size_t, std::size_t>(4800, 1200)));     // a fifth
  EXPECT_EQ(sizes(200), (std::pair<std::size_t, std::size_t>(200, 5000)));    // enough to tell policies apart
  EXPECT_EQ(sizes(2500), (std::pair<std::size_t, std::size_t>(2500, 3500)));  // what remains
}

TEST(SearchData, IsTheSameForOneSeedAndAnotherForAnother) {
  const TemporaryFolder folder;
  write_idx_folder(folder, "digits", 300, 3, 4);
  const DataSpec spec{
      .train = folder.file("digits"), .train_size = 60, .validation_size = 60, .split_seed = 4};
  DataSpec other = spec;
  other.split_seed = 5;
  const SearchData data = open_search_data(spec);
  EXPECT_EQ(open_search_data(spec).train.pool->own, data.train.pool->own);
  EXPECT_EQ(open_search_data(spec).digest, data.digest);
  EXPECT_NE(open_search_data(other).digest, data.digest);
  EXPECT_EQ(data.digest.size(), 16U);
}

TEST(SearchData, AFoldIsAnotherSplitOfTheSameSizesWithGroupsApart) {
  const TemporaryFolder folder;
  write_idx_folder(folder, "digits", 300, 3, 4);
  DataSpec spec{.train = folder.file("digits"), .validation_size = 60};
  const SearchData first = open_search_data(spec);
  EXPECT_TRUE(first.validation_drawn);
  std::set<std::string> digests{first.digest};
  for (spec.fold = 1; spec.fold <= 3; ++spec.fold) {
    const SearchData data = open_search_data(spec);
    EXPECT_EQ(data.train.size(), first.train.size());
    EXPECT_EQ(histogram(data.validation), histogram(first.validation));
    EXPECT_EQ(open_search_data(spec).digest, data.digest);
    digests.insert(data.digest);
  }
  EXPECT_EQ(digests.size(), 4U);
}

TEST(SearchData, ValidationDataOfTheirOwnAreNotDrawnAnew) {
  const TemporaryFolder folder;
  write_idx_folder(folder, "digits", 60, 3, 4);
  write_idx_folder(folder, "others", 30, 3, 4);
  DataSpec spec{.train = folder.file("digits"), .validation = folder.file("others"), .allow_overlap = true};
  EXPECT_FALSE(open_search_data(spec).validation_drawn);
  spec.fold = 1;
  EXPECT_THAT(error_of(spec), HasSubstr("cannot be drawn anew"));
}

TEST(SearchData, HasNoImageOnBothSides) {
  const TemporaryFolder folder;
  // 40 pictures with pixels of their own.
  write_idx_folder(folder, "digits", 40, 2, 3);
  const SearchData data = open_search_data({.train = folder.file("digits"), .validation_size = 10});
  std::set<std::string> seen;
  for (const PictureSet* set : {&data.train, &data.validation}) {
    for (std::size_t i = 0; i < set->size(); ++i) seen.emplace(text_of(set->sample(i).image().pixels));
  }
  EXPECT_EQ(seen.size(), 40U);
}

TEST(TrainingPart, IsWhatAllOfTheSearchDataTrainOn) {
  const TemporaryFolder folder;
  write_idx_folder(folder, "digits", 300, 3, 4);
  write_idx_folder(folder, "other", 30, 3, 5);
  DataSpec by_rule{.train = folder.file("digits")};
  DataSpec by_size = by_rule, apart = by_rule;
  by_size.validation_size = 90;
  apart.validation = folder.file("other");
  for (const auto& [spec, images] : {std::pair(by_rule, 240U), {by_size, 210U}, {apart, 300U}}) {
    EXPECT_EQ(training_part(spec).images, images);
    EXPECT_EQ(open_search_data(spec).train.size(), images);
    EXPECT_EQ(training_part(spec).classes, 3U);
  }
}

TEST(SearchData, OpensNoTestFile) {
  const TemporaryFolder folder;
  write_idx_folder(folder, "idx", 40, 2, 4);
  write_file(folder, "idx/t10k-images-idx3-ubyte", "corrupt");
  write_file(folder, "cifar/data_batch_1.bin", cifar_file(40, 0, 2));
  write_file(folder, "cifar/test_batch.bin", "corrupt");
  for (int i = 0; i < 8; ++i) {
    const std::string file = std::to_string(i) + ".png";
    const auto number = static_cast<std::uint8_t>(i);
    write_png(folder, "folder/train/cat/" + file, plain_image(4, 4, {number, 2, 3}));
    write_png(folder, "folder/train/dog/" + file, plain_image(4, 4, {number, 5, 6}));
    write_file(folder, "folder/test/cat/" + file, "corrupt");
  }
  std::string manifest = "path,label,split\n";
  for (int i = 0; i < 8; ++i) {
    manifest += "folder/train/cat/" + std::to_string(i) + ".png,cat,train\n";
    manifest += "folder/train/dog/" + std::to_string(i) + ".png,dog,train\n";
  }
  write_file(folder, "all.csv", manifest + "folder/test/cat/0.png,cat,test\n");
  for (const char* path : {"idx", "cifar", "folder", "all.csv"}) {
    const DataSpec spec{.train = folder.file(path), .validation_size = 4};
    EXPECT_EQ(open_search_data(spec).validation.size(), 4U) << path;
    // The same files do fail when the test part is opened: the test part was there to be read.
    EXPECT_NE(test_error_of(spec), "") << path;
  }
}

TEST(SearchData, TakesValidationFromItsOwnPathInTheShapeOfTheTrainingImages) {
  const TemporaryFolder folder;
  write_idx_folder(folder, "mnist", 60, 3, 14);
  write_idx_folder(folder, "usps", 30, 3, 8);
  const SearchData data =
      open_search_data({.train = folder.file("mnist"), .validation = folder.file("usps"), .train_size = 30});
  EXPECT_EQ(data.train.size(), 30U);
  EXPECT_EQ(data.validation.size(), 30U);
  EXPECT_EQ(data.validation.width, 14);
  EXPECT_EQ(data.validation.sample(0).image().width, 14);
}

TEST(SearchData, MapsClassesOfValidationByName) {
  const TemporaryFolder folder;
  for (const char* name : {"ant", "bee", "cat"})
    write_png(folder, std::string("train/") + name + "/1.png", plain_image(2, 2, {9}));
  write_png(folder, "deployed/cat/1.png", plain_image(2, 2, {8}));
  write_png(folder, "deployed/bee/1.png", plain_image(2, 2, {8}));
  const SearchData data =
      open_search_data({.train = folder.file("train"), .validation = folder.file("deployed")});
  EXPECT_EQ(histogram(data.validation), (std::vector<std::size_t>{0, 1, 1}));
  write_png(folder, "deployed/dog/1.png", plain_image(2, 2, {8}));
  EXPECT_THAT(error_of({.train = folder.file("train"), .validation = folder.file("deployed")}),
              HasSubstr("a class that the training data do not have; got 'dog'"));
}

TEST(SearchData, BringsColourAndSizesToOneShape) {
  const TemporaryFolder folder;
  write_png(folder, "d/a/1.png", plain_image(6, 4, {100}));
  write_png(folder, "d/a/2.png", plain_image(12, 8, {10, 20, 30}));
  write_png(folder, "d/b/1.png", plain_image(3, 2, {10, 20, 30, 0}));
  write_png(folder, "d/b/2.png", plain_image(3, 2, {255, 255, 255, 51}));
  write_png(folder, "v/a/1.png", plain_image(6, 4, {50}));
  const SearchData data = open_search_data({.train = folder.file("d"), .validation = folder.file("v")});
  EXPECT_EQ(data.train.width, 6);
  EXPECT_EQ(data.train.height, 4);
  EXPECT_EQ(data.train.channels, 3);
  std::set<std::vector<int>> colours;
  for (std::size_t i = 0; i < data.train.size(); ++i) {
    const Image image = data.train.sample(i).image();
    EXPECT_EQ(image.pixels.size(), 72U);
    colours.insert({image.pixels[0], image.pixels[1], image.pixels[2]});
  }
  EXPECT_EQ(colours, (std::set<std::vector<int>>{{100, 100, 100}, {10, 20, 30}, {0, 0, 0}, {51, 51, 51}}));
  EXPECT_EQ(data.validation.channels, 3);
  const SearchData square =
      open_search_data({.train = folder.file("d"), .validation = folder.file("v"), .resolution = 5});
  EXPECT_EQ(square.train.width, 5);
  EXPECT_EQ(square.train.sample(0).image().height, 5);
}

TEST(SearchData, SkipsAndCountsBadFilesWhenAskedTo) {
  const TemporaryFolder folder;
  for (int i = 0; i < 10; ++i) {
    const auto number = static_cast<std::uint8_t>(i);
    write_png(folder, "d/a/" + std::to_string(i) + ".png", plain_image(2, 2, {number}));
    write_png(folder, "d/b/" + std::to_string(i) + ".png", plain_image(2, 2, {number, 2, 3}));
  }
  write_file(folder, "d/a/0.png", "");
  write_file(folder, "d/b/3.png", "no picture");
  DataSpec spec{.train = folder.file("d"), .validation_size = 2, .skip_bad = false};
  EXPECT_NE(error_of(spec), "");
  spec.skip_bad = true;
  const SearchData data = open_search_data(spec);
  EXPECT_EQ(data.train.skipped + data.validation.skipped, 2U);
  EXPECT_EQ(data.train.size() + data.validation.size(), 18U);
  std::vector<std::string> reasons = data.train.skipped_reasons;
  reasons.insert(reasons.end(), data.validation.skipped_reasons.begin(),
                 data.validation.skipped_reasons.end());
  EXPECT_THAT(reasons, testing::UnorderedElementsAre(HasSubstr("a/0.png: the file is empty"),
                                                     HasSubstr("b/3.png: not a picture of a known format")));
}

TEST(SearchData, KeepsGroupsOnOneSide) {
  const TemporaryFolder folder;
  // {class}_{speaker}_{take}.png: the grey value tells the speaker.
  for (int label = 0; label < 2; ++label) {
    for (int speaker = 0; speaker < 6; ++speaker) {
      for (int take = 0; take < 3; ++take) {
        const std::string name =
            std::to_string(label) + "_s" + std::to_string(speaker) + "_" + std::to_string(take);
        write_png(folder, "d/" + std::to_string(label) + "/" + name + ".png",
                  plain_image(2, 2, {static_cast<std::uint8_t>(speaker)}));
      }
    }
  }
  const SearchData data =
      open_search_data({.train = folder.file("d"), .validation_size = 12, .group_by = "name:_:1"});
  std::set<int> trained;
  for (std::size_t i = 0; i < data.train.size(); ++i) trained.insert(data.train.view(i).pixels[0]);
  EXPECT_EQ(data.validation.size(), 12U);
  EXPECT_EQ(trained.size(), 4U);
  for (std::size_t i = 0; i < data.validation.size(); ++i)
    EXPECT_FALSE(trained.contains(data.validation.view(i).pixels[0]));
  EXPECT_THAT(
      error_of({.train = folder.file("d"), .validation = folder.file("d/../d"), .group_by = "name:_:1"}),
      HasSubstr("the validation data are the training data"));
}

TEST(SearchData, DoesNotDependOnTheOrderOfADirectory) {
  const TemporaryFolder folder;
  for (int i = 0; i < 12; ++i) {
    const std::string forward = std::to_string(i);
    const std::string backward = std::to_string(11 - i);
    for (const char* name : {"a", "b"}) {
      const auto colour = [&](const std::string& text) {
        return std::vector<std::uint8_t>{static_cast<std::uint8_t>(std::stoi(text)), 0,
                                         static_cast<std::uint8_t>(name[0])};
      };
      write_png(folder, std::string("one/") + name + "/" + forward + ".png",
                plain_image(2, 2, colour(forward)));
      write_png(folder, std::string("two/") + name + "/" + backward + ".png",
                plain_image(2, 2, colour(backward)));
    }
  }
  const auto digest = [&](const char* path) {
    return open_search_data({.train = folder.file(path), .train_size = 10, .validation_size = 6}).digest;
  };
  EXPECT_EQ(digest("one"), digest("two"));
}

TEST(TestData, IsThePartThatComesWithTheTrainingDataOrThePathGiven) {
  const TemporaryFolder folder;
  write_idx_folder(folder, "d", 40, 2, 6);
  write_file(folder, "d/t10k-images-idx3-ubyte", idx_pictures(10, 6, 6, 40));
  write_file(folder, "d/t10k-labels-idx1-ubyte", idx_labels(cycling_labels(10, 2)));
  write_idx_folder(folder, "other", 20, 2, 3);
  DataSpec spec{.train = folder.file("d")};
  const PictureSet train = open_search_data(spec).train;
  EXPECT_EQ(open_test_data(spec, train, TestKeyForTests::make()).size(), 10U);
  spec.test_size = 4;
  EXPECT_EQ(histogram(open_test_data(spec, train, TestKeyForTests::make())),
            (std::vector<std::size_t>{2, 2}));
  spec.test_size = 0;
  spec.test = folder.file("other/train-images-idx3-ubyte");
  const PictureSet other = open_test_data(spec, train, TestKeyForTests::make());
  EXPECT_EQ(other.size(), 20U);
  EXPECT_EQ(other.width, 6);
}

TEST(TestData, IsAskedForWhenThereIsNoneOrItIsNotApart) {
  const TemporaryFolder folder;
  write_idx_folder(folder, "d", 40, 2, 6);
  write_idx_folder(folder, "v", 40, 2, 5);
  const std::string train = folder.file("d");
  const std::string images = "/train-images-idx3-ubyte";
  EXPECT_THAT(test_error_of({.train = train}), HasSubstr("come without a test part"));
  EXPECT_THAT(test_error_of({.train = train}), HasSubstr("name test data by --test"));
  EXPECT_THAT(test_error_of({.train = train, .test = folder.file("v")}), HasSubstr("have no test part"));
  EXPECT_THAT(test_error_of({.train = train, .test = train + images}),
              HasSubstr("the test data are the training data"));
  EXPECT_THAT(
      test_error_of({.train = train, .validation = folder.file("v"), .test = folder.file("v") + images}),
      HasSubstr("the test data are the validation data"));
}

TEST(DataSpec, IsTheSameAfterJson) {
  const DataSpec spec{.train = "a",
                      .format = "idx",
                      .validation = "b",
                      .test = "c",
                      .train_size = 1,
                      .validation_size = 2,
                      .validation_fraction = 0.25,
                      .test_size = 3,
                      .group_by = "folder:2",
                      .split_seed = ~std::uint64_t{0},
                      .resolution = 32,
                      .skip_bad = true,
                      .allow_overlap = true};
  const Json json = parse_json(json_text(to_json(spec)), "spec");
  EXPECT_EQ(data_spec_from_json(JsonReader(json, "spec")), spec);
  // A log of before overlaps were looked for: its split was drawn without.
  Json old = to_json(DataSpec{.train = "a"});
  old.erase("allow_overlap");
  EXPECT_TRUE(data_spec_from_json(JsonReader(old, "spec")).allow_overlap);
  // And one of before pictures kept their proportions or were turned upright.
  old.erase("fit");
  old.erase("orientation");
  EXPECT_EQ(data_spec_from_json(JsonReader(old, "spec")).fit, "stretch");
  EXPECT_EQ(data_spec_from_json(JsonReader(old, "spec")).orientation, Orientation::ignore);
}

}  // namespace
}  // namespace variegate
