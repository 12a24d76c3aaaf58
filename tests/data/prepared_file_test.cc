#include "variegate/data/prepared_file.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "variegate/core/error.h"
#include "variegate/data/pool_builder.h"

namespace variegate {
namespace {

using testing::HasSubstr;

std::vector<std::uint8_t> bytes_of(const PictureSet& set) {
  std::vector<std::uint8_t> all;
  for (std::size_t i = 0; i < set.size(); ++i) {
    const ConstImageView view = set.view(i);
    for (int y = 0; y < view.height; ++y) all.insert(all.end(), view.row(y), view.row(y) + view.row_bytes());
    all.push_back(static_cast<std::uint8_t>(set.label(i)));
  }
  return all;
}

// Photographs of several sizes, some of them grey, one that is none; small digits.
DataSpec photos(const TemporaryFolder& folder) {
  for (int i = 0; i < 6; ++i) {
    const std::string name = std::to_string(i) + ".png";
    write_png(folder, "photos/a/" + name, plain_image(60 + 7 * i, 50, {static_cast<std::uint8_t>(i), 2, 3}));
    write_png(folder, "photos/b/" + name, plain_image(50, 64 + i, {static_cast<std::uint8_t>(9 * i)}));
  }
  write_file(folder, "photos/b/7.png", "none");
  return {.train = folder.file("photos"), .validation_size = 4, .skip_bad = true};
}

DataSpec digits(const TemporaryFolder& folder) {
  write_idx_folder(folder, "digits", 60, 3, 7);
  return {.train = folder.file("digits"), .train_size = 30, .validation_size = 12};
}

void expect_equal(const SearchData& one, const SearchData& other) {
  EXPECT_EQ(one.digest, other.digest);
  EXPECT_EQ(one.train.class_names, other.train.class_names);
  for (const auto& [a, b] : {std::pair(&one.train, &other.train), {&one.validation, &other.validation}}) {
    EXPECT_EQ(bytes_of(*a), bytes_of(*b));
    EXPECT_EQ(a->width, b->width);
    EXPECT_EQ(a->height, b->height);
    EXPECT_EQ(a->channels, b->channels);
    EXPECT_EQ(a->fit, b->fit);
    EXPECT_EQ(a->skipped, b->skipped);
    EXPECT_EQ(a->skipped_reasons, b->skipped_reasons);
  }
}

TEST(PreparedFile, GivesTheSamePicturesAndDigestAsDecoding) {
  const TemporaryFolder folder;
  for (const DataSpec& spec : {photos(folder), digits(folder)}) {
    const SearchData decoded = open_search_data(spec);
    const PreparedFile prepared(spec, UnnamedFile(folder.path()));
    EXPECT_EQ(prepared.pictures(), decoded.train.size() + decoded.validation.size());
    expect_equal(open_prepared(prepared.path(), spec), decoded);
  }
}

TEST(PreparedFile, LeavesNothingBehindAndStaysWhileItIsMapped) {
  const TemporaryFolder folder;
  const DataSpec spec = digits(folder);
  std::optional<PreparedFile> prepared(std::in_place, spec, UnnamedFile(folder.file("digits")));
  const std::string path = prepared->path();
  const SearchData data = open_prepared(path, spec);
  const std::vector<std::uint8_t> before = bytes_of(data.train);
  prepared.reset();
  EXPECT_EQ(bytes_of(data.train), before);
  EXPECT_THROW(open_prepared(path, spec), Error);
  for (const auto& entry : std::filesystem::directory_iterator(folder.file("digits")))
    EXPECT_THAT(entry.path().string(), HasSubstr("ubyte"));
}

TEST(PreparedFile, OfOtherOptionsOrDamagedIsRefused) {
  const TemporaryFolder folder;
  const DataSpec spec = digits(folder);
  const PreparedFile prepared(spec, UnnamedFile(folder.path()));
  DataSpec other = spec;
  other.split_seed = 1;
  EXPECT_THAT(error_text([&] { open_prepared(prepared.path(), other); }), HasSubstr("other options"));
  std::ifstream in(prepared.path(), std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  ASSERT_EQ(whole.size(), prepared.bytes());
  for (std::size_t keep = 0; keep < whole.size(); keep += 37) {
    const std::string cut = write_file(folder, "cut", whole.substr(0, keep));
    EXPECT_THROW(open_prepared(cut, spec), Error) << keep;
  }
  // Bytes of the table and the index changed: an error, or pictures that all lie in the file.
  for (std::size_t at = 42 * 49; at < whole.size(); at += 3) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x41);
    try {
      bytes_of(open_prepared(write_file(folder, "changed", changed), spec).train);
    } catch (const Error&) {
    }
  }
}

TEST(PreparedFile, HoldsNothingOfTheTestPart) {
  const TemporaryFolder folder;
  DataSpec spec = digits(folder);
  write_file(folder, "digits/t10k-images-idx3-ubyte", "damaged");
  write_file(folder, "digits/t10k-labels-idx1-ubyte", "damaged");
  const PreparedFile prepared(spec, UnnamedFile(folder.path()));
  EXPECT_EQ(open_prepared(prepared.path(), spec).train.pool->pictures.size(), 42U);
}

TEST(PreparedBytes, AreRefusedWithNumbersAboveTheLimit) {
  EXPECT_EQ(prepared_bytes(1520, {.width = 96, .height = 96}), 1520ULL * 96 * 96 * 3);
  const TemporaryFolder folder;
  write_idx_folder(folder, "digits", 450, 3, 7);
  const DataSpec spec{
      .train = folder.file("digits"), .train_size = 400, .validation_size = 12, .resolution = 4096};
  EXPECT_THAT(error_text([&] { open_search_data(spec); }),
              HasSubstr("400 of 4096 x 4096 pixels: 20.1 GB; expected at most 17.2 GB"));
}

}  // namespace
}  // namespace variegate
