// The same picture on two sides of a split is found, whatever its path says.
#include "variegate/data/overlap.h"

#include <gmock/gmock.h>

#include <set>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "tests/support/test_key.h"
#include "variegate/data/formats/parts/file_dataset.h"
#include "variegate/data/formats/parts/tar_writer.h"
#include "variegate/data/splits.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Different for every number below 65536, all of one size.
Image numbered(int number) {
  return plain_image(3, 3, {static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(number / 256), 7});
}

// A data set of files that hold these texts.
FileDataset files(const TemporaryFolder& folder,
                  const std::vector<std::pair<std::string, std::string>>& named) {
  std::vector<FileEntry> entries;
  for (const auto& [name, text] : named) {
    entries.push_back(
        {.path = text.empty() ? folder.file(name) : write_file(folder, name, text), .label = 0, .group = ""});
  }
  return FileDataset(std::move(entries), {"a", "b"});
}

TEST(PictureNumbers, AreEqualForOneFileUnderTwoPathsAndForEqualBytes) {
  const TemporaryFolder folder;
  write_file(folder, "d/a", "one");
  fs::create_symlink("a", folder.file("d/symbolic"));
  fs::create_directory_symlink("d", folder.file("e"));
  fs::create_hard_link(folder.file("d/a"), folder.file("d/hard"));
  const FileDataset one = files(folder, {{"d/a", ""}, {"x", "two"}, {"y", "owt"}});
  const FileDataset other = files(folder, {{"d/symbolic", ""},
                                           {"d/../d/./a", ""},
                                           {"d/hard", ""},
                                           {"e/a", ""},
                                           {"copy", "one"},
                                           {"longer", "one "},
                                           {"absent", ""},
                                           {"z", "owt"}});
  EXPECT_THAT(picture_numbers({&one, &other}),
              ElementsAre(ElementsAre(0, 1, 2), ElementsAre(0, 0, 0, 0, 0, 8, 9, 2)));
}

TEST(PictureNumbers, TellFilesApartThatDifferInOneByteAnywhere) {
  const TemporaryFolder folder;
  std::string text(3'000'000, 'x');
  const std::string same = text;
  std::vector<std::pair<std::string, std::string>> named{{"0", text}, {"1", same}};
  for (const std::size_t at : {std::size_t{0}, text.size() / 2, text.size() - 1}) {
    std::string other = text;
    other[at] = 'y';
    named.emplace_back(std::to_string(named.size()), other);
  }
  EXPECT_THAT(picture_numbers({}), IsEmpty());
  const FileDataset set = files(folder, named);
  EXPECT_THAT(picture_numbers({&set}), ElementsAre(ElementsAre(0, 0, 2, 3, 4)));
}

TEST(PictureNumbers, OfEmptyFilesAreAllDifferent) {
  const TemporaryFolder folder;
  for (const char* name : {"a", "b"}) write_file(folder, name, "");
  const FileDataset set = files(folder, {{"a", ""}, {"b", ""}});
  EXPECT_THAT(picture_numbers({&set}), ElementsAre(ElementsAre(0, 1)));
}

// train/ and held/ with two classes of five pictures each, all different; one of held is as `overlap` makes
// it.
struct TwoSides {
  TemporaryFolder folder;
  std::string train = folder.file("train"), held = folder.file("held");

  TwoSides() {
    for (int i = 0; i < 10; ++i) {
      const std::string name = std::string(i % 2 == 0 ? "/cat/" : "/dog/") + std::to_string(i) + ".png";
      write_png(folder, "train" + name, numbered(i));
      write_png(folder, "held" + name, numbered(100 + i));
    }
  }
  std::string said(DataSpec spec) const {
    return error_text([&] { open_search_data(spec); });
  }
};

TEST(Overlap, OfTrainingAndValidationDataIsAnErrorThatNamesTheFirstAndTheCount) {
  using Make = void (*)(const TwoSides&);
  const std::vector<std::pair<const char*, Make>> ways{
      {"a copy", [](const TwoSides& d) { fs::copy_file(d.train + "/cat/2.png", d.held + "/cat/x.png"); }},
      {"of another class",
       [](const TwoSides& d) { fs::copy_file(d.train + "/cat/2.png", d.held + "/dog/x.png"); }},
      {"a symbolic link",
       [](const TwoSides& d) { fs::create_symlink("../../train/cat/2.png", d.held + "/cat/x.png"); }},
      {"a hard link",
       [](const TwoSides& d) { fs::create_hard_link(d.train + "/cat/2.png", d.held + "/cat/x.png"); }},
  };
  for (const auto& [name, make] : ways) {
    const TwoSides data;
    EXPECT_EQ(data.said({.train = data.train, .validation = data.held}), "");
    make(data);
    EXPECT_THAT(data.said({.train = data.train, .validation = data.held}),
                AllOf(HasSubstr(data.held + ": the same picture is on both sides; got 1 of 11 such pictures"),
                      HasSubstr("train/cat/2.png trains and is"), HasSubstr("x.png, which validates"),
                      HasSubstr("--allow-overlap")))
        << name;
  }
}

TEST(Overlap, ThatIsAllowedIsSaid) {
  const TwoSides data;
  fs::copy_file(data.train + "/cat/2.png", data.held + "/cat/x.png");
  const SearchData opened =
      open_search_data({.train = data.train, .validation = data.held, .allow_overlap = true});
  EXPECT_EQ(opened.validation.size(), 11U);
  EXPECT_THAT(opened.train.notices, ElementsAre(HasSubstr("1 of 11 pictures are on both sides")));
}

TEST(Overlap, OfManifestsIsFoundWhateverThePathsSay) {
  const TwoSides data;
  fs::create_directories(data.folder.file("lists"));
  const std::string train =
      write_file(data.folder, "train.csv", "path,label\ntrain/cat/0.png,cat\ntrain/dog/1.png,dog\n");
  for (const std::string& path : {std::string("./train/cat/0.png"), std::string("held/../train/cat/0.png"),
                                  data.folder.file("train/cat/0.png")}) {
    const std::string held =
        write_file(data.folder, "held.csv", "path,label\nheld/dog/1.png,dog\n" + path + ",cat\n");
    EXPECT_THAT(data.said({.train = train, .validation = held}), HasSubstr("1 of 2 such pictures")) << path;
  }
}

TEST(Overlap, OfShardsAndFoldersIsFoundByBytes) {
  const TwoSides data;
  std::vector<std::uint8_t> archive;
  append_tar_member(archive, "000.png", encode_png(numbered(2)));
  append_tar_member(archive, "000.cls", std::vector<std::uint8_t>{'c', 'a', 't'});
  append_tar_end(archive);
  const std::string shard = write_file(data.folder, "held.tar", text_of(archive));
  EXPECT_THAT(data.said({.train = data.train, .validation = shard}),
              AllOf(HasSubstr("1 of 1 such pictures"), HasSubstr("member '000.png'")));
}

TEST(Overlap, OfPackedPicturesIsFoundByTheirPixels) {
  const TemporaryFolder folder;
  write_idx_folder(folder, "one", 40, 2, 4);
  write_idx_folder(folder, "part", 10, 2, 4);
  write_idx_folder(folder, "other", 10, 2, 5);
  const auto said = [&](const char* held) {
    return error_text(
        [&] { open_search_data({.train = folder.file("one"), .validation = folder.file(held)}); });
  };
  EXPECT_THAT(said("part"), HasSubstr("10 of 10 such pictures"));
  EXPECT_EQ(said("other"), "");
}

TEST(Overlap, OfTheTestPartIsFoundWhenItIsOpenedAndNotBefore) {
  const TwoSides data;
  const std::string validation = data.folder.file("validation");
  write_png(data.folder, "validation/cat/1.png", numbered(200));
  DataSpec spec{.train = data.train, .validation = validation, .test = data.held};
  const auto tested = [&] {
    return error_text([&] { open_test_data(spec, open_search_data(spec).train, TestKeyForTests::make()); });
  };
  EXPECT_EQ(tested(), "");
  fs::copy_file(validation + "/cat/1.png", data.held + "/cat/y.png");
  EXPECT_EQ(data.said(spec), "");
  EXPECT_THAT(tested(), AllOf(HasSubstr("1 of 11 such pictures"), HasSubstr("validates and is")));
  fs::copy_file(data.train + "/dog/1.png", data.held + "/cat/x.png");
  EXPECT_THAT(tested(), AllOf(HasSubstr("1 of 12 such pictures"), HasSubstr("trains and is")));
  spec.allow_overlap = true;
  const PictureSet test = open_test_data(spec, open_search_data(spec).train, TestKeyForTests::make());
  EXPECT_EQ(test.notices.size(), 2U);
}

std::set<std::string> pixels_of(const PictureSet& set) {
  std::set<std::string> all;
  for (std::size_t i = 0; i < set.size(); ++i) all.emplace(text_of(set.sample(i).image().pixels));
  return all;
}

TEST(DrawnSplit, KeepsCopiesOnOneSideAndSaysSo) {
  const TemporaryFolder folder;
  // Every picture of cat is there twice, one of dog as a cat.
  for (int i = 0; i < 20; ++i) {
    for (const char* name : {"", " (1)"})
      write_png(folder, "d/cat/" + std::to_string(i) + name + ".png", numbered(i));
    write_png(folder, "d/dog/" + std::to_string(i) + ".png", numbered(i == 0 ? 0 : 100 + i));
  }
  for (const char* group_by : {"", "match:([0-9 ()]+).png$"}) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      DataSpec spec{.train = folder.file("d"), .group_by = group_by, .split_seed = seed};
      const SearchData data = open_search_data(spec);
      const std::set<std::string> trained = pixels_of(data.train);
      for (const std::string& pixels : pixels_of(data.validation)) EXPECT_FALSE(trained.contains(pixels));
      if (*group_by == '\0') {
        EXPECT_EQ(data.validation.size(), 8U);  // a fifth of 39 pictures, each once
        EXPECT_EQ(trained.size(), 31U);
      }
      EXPECT_THAT(data.train.notices,
                  ElementsAre(AllOf(HasSubstr("21 pictures are copies of another"), HasSubstr("cat/0.png"),
                                    HasSubstr("1 copy has another class"))));
      spec.allow_overlap = true;
      const SearchData as_drawn = open_search_data(spec);
      EXPECT_EQ(as_drawn.train.size() + as_drawn.validation.size(), 60U);
    }
  }
}

TEST(DrawnSplit, HasTheSizesAskedForBesideCopies) {
  const TemporaryFolder folder;
  for (int i = 0; i < 30; ++i)
    write_png(folder, "d/" + std::to_string(i % 2) + "/" + std::to_string(i) + ".png",
              numbered(i / 6 * 6 + i % 4));
  const SearchData data =
      open_search_data({.train = folder.file("d"), .train_size = 6, .validation_size = 4});
  EXPECT_EQ(data.train.size(), 6U);
  EXPECT_EQ(data.validation.size(), 4U);
}

}  // namespace
}  // namespace variegate
