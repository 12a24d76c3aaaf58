// Copies of policies that mix samples.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "tests/data/made_data.h"
#include "tests/loader/small_pictures.h"
#include "tests/support/error_text.h"
#include "variegate/apply/copy_writer.h"
#include "variegate/core/json.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/file_bytes.h"
#include "variegate/data/formats.h"
#include "variegate/data/formats/parts/csv.h"
#include "variegate/loader/loader.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

using testing::HasSubstr;

Policy mixing(const std::string& mixes) {
  return with_base(base_policy("crop-flip"), published_policy(mixes));
}

using Rows = std::map<std::string, std::map<std::string, std::string>>;  // by path and column

// Writes all copies below `out`, and gives the lines of the manifest.
Rows copied(const Dataset& data, const Policy& policy, const CopyOptions& options, const std::string& out) {
  const CopyNames names(data, options);
  const CopyFolder folder(out, copy_record(options, policy, data, names));
  CopyWriter writer(data, policy, options, names, folder);
  EXPECT_TRUE(writer.write({}, std::atomic<bool>{false}));
  writer.finish();
  const std::vector<std::uint8_t> bytes = read_bytes(out + "/manifest.csv");
  const std::vector<CsvRow> lines = parse_csv(text_of(bytes), "manifest.csv");
  Rows rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto& row = rows[lines[i].cells.front()];
    for (std::size_t k = 0; k < lines[i].cells.size(); ++k) row[lines[0].cells[k]] = lines[i].cells[k];
  }
  return rows;
}

// What a copy of a sample in memory is called.
std::string path_of(std::uint64_t sample, std::uint64_t copy) {
  return fmt::format("images/{}/{:08}-{}.png", sample % 2 == 0 ? "a" : "b", sample, copy);
}

TEST(CopyMixes, AreTheBatchesOfALoaderThatShuffles) {
  const auto data = small_pictures(41);
  for (const char* mixes : {"mixup:1", "cutmix", "mosaic", "sample-pairing", "mixup-cutmix"}) {
    const TemporaryFolder place;
    const CopyOptions options{.copies = 2, .seed = 9, .batch_size = 16};
    const std::string out = place.file("out");
    Rows rows = copied(*data, mixing(mixes), options, out);
    ASSERT_EQ(rows.size(), 82U);
    Loader loader(*data,
                  {.batch_size = 16,
                   .width = 32,
                   .height = 32,
                   .seed = 9,
                   .policy = mixing(mixes),
                   .format = {.element = TensorFormat::Element::uint8, .layout = PixelLayout::interleaved}});
    std::vector<std::uint8_t> memory(loader.batch_bytes());
    LoadedBatch batch;
    for (std::size_t i = 0; i < 2 * loader.batches_an_epoch(); ++i) {
      loader.submit(memory.data());
      loader.next(batch);
      for (std::size_t k = 0; k < batch.size; ++k) {
        const std::string path = path_of(batch.indices[k], batch.epoch);
        const Image copy = decode_image(read_bytes(out + "/" + path), path);
        ASSERT_TRUE(std::equal(copy.pixels.begin(), copy.pixels.end(),
                               memory.begin() + static_cast<std::ptrdiff_t>(k * copy.pixels.size())))
            << mixes << ": " << path;
        const Json shown = Json::parse(rows[path]["soft_label"]);
        const float a = batch.soft_labels[2 * k], b = batch.soft_labels[2 * k + 1];
        EXPECT_EQ(shown.value("a", 0.0F), a);
        EXPECT_EQ(shown.value("b", 0.0F), b);
        const std::string own = data->class_names()[static_cast<std::size_t>(batch.labels[k])];
        EXPECT_EQ(rows[path]["label"], a > b ? "a" : b > a ? "b" : own);
      }
    }
  }
}

TEST(CopyMixes, NameThePicturesThatWereMixedIn) {
  const auto data = small_pictures(30);
  const TemporaryFolder place;
  std::set<std::size_t> numbers;
  for (const auto& [path, row] : copied(*data, mixing("mosaic"), {.copies = 2}, place.file("out"))) {
    const Json partners = Json::parse(row.at("mixed_with"));
    numbers.insert(partners.size());
    for (const Json& partner : partners) EXPECT_NE(partner.get<std::string>(), row.at("source"));
  }
  EXPECT_THAT(numbers, testing::IsSubsetOf({1U, 2U, 3U}));
  EXPECT_TRUE(numbers.contains(3));
}

// Twelve pictures of two classes, every fifth of which cannot be read, and all of different sizes.
std::unique_ptr<Dataset> partly_broken(const TemporaryFolder& folder) {
  for (int i = 0; i < 12; ++i) {
    const auto bytes = encode_png(photo(20 + i, 30 - i, i));
    write_file(folder, fmt::format("data/{}/{}.png", i % 2 == 0 ? "a" : "b", i),
               i % 5 == 1 ? "\x89PNG no more" : text_of(bytes));
  }
  return locate_data(folder.file("data"), "auto", "").train.open();
}

TEST(CopyMixes, KeepTheSizeOfTheirOwnPictureAndDoWithoutPartnersThatCannotBeRead) {
  const TemporaryFolder place;
  const auto data = partly_broken(place);
  CopyOptions options{.copies = 3, .skip_bad = true};
  const Rows rows = copied(*data, mixing("mixup:1"), options, place.file("out"));
  EXPECT_EQ(rows.size(), 27U);
  std::size_t alone = 0;
  for (const auto& [path, row] : rows) {
    const Image copy = decode_image(read_bytes(place.file("out/" + path)), path);
    EXPECT_EQ(copy.width + copy.height, 50) << path;
    for (const char* broken : {"/1.png", "/6.png", "/11.png"})
      EXPECT_THAT(row.at("mixed_with"), testing::Not(HasSubstr(broken)));
    alone += row.at("mixed_with") == "[]" ? 1 : 0;
  }
  EXPECT_GT(alone, 0U);
  EXPECT_LT(alone, rows.size() / 2);
  options.skip_bad = false;
  EXPECT_THAT(error_text([&] { copied(*data, mixing("mixup:1"), options, place.file("strict")); }),
              HasSubstr(".png"));
}

TEST(CopyMixes, OfTarShardsHaveTheirSoftLabelsBesideThem) {
  const auto data = small_pictures(6);
  const TemporaryFolder place;
  const Policy policy = mixing("cutmix");
  const CopyOptions options{.container = CopyOptions::Container::tar};
  const CopyNames names(*data, options);
  const CopyFolder folder(place.file("out"), copy_record(options, policy, *data, names));
  CopyWriter(*data, policy, options, names, folder).write({}, std::atomic<bool>{false});
  const std::vector<std::uint8_t> shard = read_bytes(place.file("out/shard-000000.tar"));
  const std::string text(shard.begin(), shard.end());
  const std::size_t begin = text.find("{\"source\"");
  const Json json = Json::parse(text.substr(begin, text.find('\0', begin) - begin));
  double total = 0.0;
  for (const auto& [name, weight] : json.at("soft_label").items()) total += weight.get<double>();
  EXPECT_NEAR(total, 1.0, 1e-6);
  EXPECT_EQ(json.at("mixed_with").size(), 1U);
  const auto read = locate_data(place.file("out"), "tar", "").train.open();
  EXPECT_EQ(read->size(), 6U);
  EXPECT_EQ(read->class_names()[static_cast<std::size_t>(read->label(0))], json.at("label"));
}

TEST(CopyMixes, AreNotOfPicturesWithAnnotations) {
  const TemporaryFolder place;
  write_png(place, "x.png", photo(8, 8, 1));
  const std::string path = write_file(place, "data.csv", "path,label,boxes\nx.png,a,car 1 1 5 5\n");
  const auto data = locate_data(path, "auto", "").train.open();
  EXPECT_THAT(error_text([&] { CopyMixer(*data, mixing("mosaic"), {}); }),
              HasSubstr("boxes, keypoints and masks do not follow a mix"));
  EXPECT_TRUE(CopyMixer(*data, base_policy("flip"), {}).empty());
}

TEST(CopyMixes, AloneMakeTheBatchSizeMatter) {
  const auto data = small_pictures(4);
  const CopyNames names(*data, {});
  const auto record = [&](const Policy& policy, int batch) {
    return copy_record({.batch_size = batch}, policy, *data, names);
  };
  EXPECT_EQ(record(base_policy("flip"), 8), record(base_policy("flip"), 16));
  EXPECT_NE(record(mixing("mixup"), 8), record(mixing("mixup"), 16));
}

}  // namespace
}  // namespace variegate
