#include <gmock/gmock.h>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "variegate/data/cifar.h"
#include "variegate/data/formats.h"
#include "variegate/data/group_rule.h"
#include "variegate/data/idx.h"
#include "variegate/data/manifest.h"

namespace variegate {
namespace {

using testing::ElementsAre;
using testing::EndsWith;

// From Debian's dataset-fashion-mnist, installed by scripts/setup.
const std::string kFashion = "/usr/share/datasets/fashion-mnist";

TEST(Idx, ReadsFashionMnistAsPublished) {
  if (!std::filesystem::exists(kFashion)) GTEST_SKIP() << kFashion << " is not installed";
  const auto train = locate_data(kFashion, "auto", "").train.open();
  ASSERT_EQ(train->size(), 60000U);
  EXPECT_EQ(train->class_names().size(), 10U);
  // The first training picture is an ankle boot (class 9).
  EXPECT_EQ(train->label(0), 9);
  const Sample first = train->load(0);
  EXPECT_EQ(first.image().width, 28);
  EXPECT_EQ(first.image().height, 28);
  EXPECT_EQ(train->name(7), kFashion + "/train-images-idx3-ubyte.gz, record 7");
  std::vector<int> counts(10, 0);
  for (std::size_t i = 0; i < train->size(); ++i) ++counts[static_cast<std::size_t>(train->label(i))];
  EXPECT_THAT(counts, testing::Each(6000));
}

TEST(Idx, NamesClassesByTheValuesThatOccur) {
  const TemporaryFolder folder;
  write_file(folder, "letters-images-idx3-ubyte", idx_pictures(4, 2, 3));
  write_file(folder, "letters-labels-idx1-ubyte", idx_labels({26, 1, 26, 3}));
  const auto data = locate_data(folder.file("letters-images-idx3-ubyte"), "auto", "").train.open();
  EXPECT_THAT(data->class_names(), ElementsAre("1", "3", "26"));
  EXPECT_EQ(data->label(0), 2);
  EXPECT_EQ(data->label(1), 0);
  EXPECT_THAT(data->load(2).image().pixels, ElementsAre(2, 3, 4, 5, 6, 7));
  EXPECT_EQ(data->load(2).index, 2U);
}

TEST(Idx, TakesThePlainFileWhenBothArePresentAndAcceptsADottedName) {
  const TemporaryFolder folder;
  write_file(folder, "train-images.idx3-ubyte", idx_pictures(2, 1, 1));
  write_file(folder, "train-images.idx3-ubyte.gz", "corrupt");
  write_file(folder, "train-labels.idx1-ubyte", idx_labels({0, 1}));
  EXPECT_EQ(locate_data(folder.path(), "auto", "").train.open()->size(), 2U);
}

TEST(Cifar, ReadsPlanesAndNames) {
  const TemporaryFolder folder;
  write_file(folder, "data_batch_1.bin", cifar_file(10, 0));
  write_file(folder, "data_batch_2.bin", cifar_file(10, 100));
  write_file(folder, "batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
  const auto data = locate_data(folder.path(), "auto", "").train.open();
  ASSERT_EQ(data->size(), 20U);
  EXPECT_EQ(data->class_names()[3], "d");
  EXPECT_EQ(data->label(13), 3);
  EXPECT_THAT(data->name(13), EndsWith("data_batch_2.bin, record 3"));
  const Sample sample = data->load(13);
  EXPECT_THAT(std::vector<int>(sample.image().at(31, 31), sample.image().at(31, 31) + 3),
              ElementsAre(103, 103, 7));
}

TEST(Cifar, TakesTheFineLabelOfCifar100) {
  PackedImages images;
  const std::string record = std::string("\x05\x63", 2) + std::string(3072, '\x01');
  parse_cifar({reinterpret_cast<const std::uint8_t*>(record.data()), record.size()}, "train.bin", kCifar100,
              images);
  EXPECT_THAT(images.labels, ElementsAre(99));
}

TEST(ImageFolder, NumbersClassesInByteOrderAndLooksBelowClassFolders) {
  const TemporaryFolder folder;
  write_png(folder, "d/zebra/1.png", plain_image(1, 1, {1}));
  write_png(folder, "d/Zoo/1.png", plain_image(1, 1, {2}));
  write_png(folder, "d/ant/patient 4/left/1.PNG", plain_image(1, 1, {3}));
  write_file(folder, "d/ant/.hidden/1.png", "not looked at");
  write_file(folder, "d/ant/notes.txt", "not looked at");
  const auto data = locate_data(folder.file("d"), "auto", "match:/(\\d).[pP]").train.open();
  EXPECT_THAT(data->class_names(), ElementsAre("Zoo", "ant", "zebra"));
  ASSERT_EQ(data->size(), 3U);
  EXPECT_EQ(data->group(1), "1");
  EXPECT_THAT(data->load(1).image().pixels, ElementsAre(3));
}

TEST(ImageFolder, HasThePartsBelowItOnlyWhenTheyHoldClassFolders) {
  const TemporaryFolder folder;
  for (const char* name : {"train/a/1.png", "valid/a/1.png", "test/a/1.png"}) {
    write_png(folder, std::string("parts/") + name, plain_image(1, 1, {1}));
  }
  // Two classes that happen to be called so.
  write_png(folder, "vehicles/train/1.png", plain_image(1, 1, {1}));
  write_png(folder, "vehicles/car/1.png", plain_image(1, 1, {1}));
  const DataParts parts = locate_data(folder.file("parts"), "auto", "");
  EXPECT_TRUE(parts.divided && parts.train && parts.validation && parts.test);
  const DataParts vehicles = locate_data(folder.file("vehicles"), "auto", "");
  EXPECT_FALSE(vehicles.divided);
  EXPECT_THAT(vehicles.train.open()->class_names(), ElementsAre("car", "train"));
}

TEST(Manifest, ReadsQuotesGroupsAndParts) {
  const TemporaryFolder folder;
  write_png(folder, "pictures/a, b.png", plain_image(1, 1, {4}));
  write_file(folder, "m.csv",
             "\xEF\xBB\xBFgroup,label,path,split\r\n"
             "p1,10,\"pictures/a, b.png\",train\r\n"
             "\r\n"
             "\"p \"\"2\"\"\",9,x.png,train\r\n"
             "p3,9,y.png,val");
  const DataParts parts = locate_data(folder.file("m.csv"), "auto", "");
  const auto train = parts.train.open();
  EXPECT_THAT(train->class_names(), ElementsAre("9", "10"));  // numbers, not text
  ASSERT_EQ(train->size(), 2U);
  EXPECT_EQ(train->label(0), 1);
  EXPECT_EQ(train->group(1), "p \"2\"");
  EXPECT_THAT(train->load(0).image().pixels, ElementsAre(4));
  EXPECT_EQ(parts.validation.open()->size(), 1U);
  EXPECT_FALSE(parts.test);
}

TEST(GroupRule, FindsTheGroupOfAPath) {
  const auto group = [](const char* rule, const char* path) {
    return group_of_path(parse_group_rule(rule), path);
  };
  EXPECT_EQ(group("folder:1", "seven/jackson/12.png"), "seven");
  EXPECT_EQ(group("folder:2", "seven/jackson/12.png"), "jackson");
  EXPECT_EQ(group("name:_:1", "seven/7_jackson_12.png"), "jackson");
  EXPECT_EQ(group("name:::0", "a:b.png"), "a");
  EXPECT_EQ(group("match:P(\\d+)", "x/P012-left.png"), "012");
  EXPECT_EQ(group("", "x/y.png"), "");
  for (const char* bad :
       {"folder", "folder:0", "folder:x", "name:_", "name::1", "match:a", "match:(", "column:", "x:1"}) {
    EXPECT_NE(error_text([&] { parse_group_rule(bad); }), "") << bad;
  }
}

}  // namespace
}  // namespace variegate
