#include <gmock/gmock.h>

#include <filesystem>
#include <set>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "tests/support/source_path.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/format.h"
#include "variegate/data/formats.h"
#include "variegate/data/formats/cifar.h"
#include "variegate/data/formats/idx.h"
#include "variegate/data/formats/manifest.h"
#include "variegate/data/group_rule.h"
#include "variegate/data/image_set.h"

namespace variegate {
namespace {

using testing::ElementsAre;
using testing::EndsWith;

// From Debian's dataset-fashion-mnist, installed by scripts/setup.
const std::string kFashion = "/usr/share/datasets/fashion-mnist";

TEST(Formats, AreNamedAsTheirFilesAndTriedInAnOrderOfTheirOwn) {
  std::set<std::string> names, files;
  std::set<int> orders;
  for (const auto factory : format_factories()) {
    const Format& format = factory();
    names.insert(format.name);
    EXPECT_TRUE(orders.insert(format.order).second) << format.name << ": another has its order";
    EXPECT_FALSE(format.holds.empty()) << format.name;
  }
  for (const auto& entry : std::filesystem::directory_iterator(source_path("variegate/data/formats")))
    if (entry.path().extension() == ".cc") files.insert(entry.path().stem().string());
  EXPECT_EQ(names, files);
}

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
  EXPECT_EQ(train->fields(), (std::vector<FieldSpec>{{"image", ImageShape{28, 28, 1}}}));
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

TEST(Manifest, ReadsBoxesMasksAndKeypoints) {
  const TemporaryFolder folder;
  write_png(folder, "a.png", plain_image(4, 2, {4}));
  write_png(folder, "b.png", plain_image(4, 2, {4}));
  Image labels(4, 2, 1);
  labels.pixels = {0, 0, 3, 3, 0, 7, 7, 0};
  write_png(folder, "m.png", labels);
  write_file(folder, "m.csv",
             "path,label,mask,boxes,keypoints,split\n"
             "a.png,x,m.png,red cell 0 0.5 2 2; cell 1 1 3 2;,tail 1 1.5; head 9 9 hidden,train\n"
             "b.png,x,,,,train\n"
             "c.png,x,,alga 0 0 1 1,,test\n");
  const auto train = locate_data(folder.file("m.csv"), "auto", "").train.open();
  EXPECT_THAT(train->object_names(), ElementsAre("alga", "cell", "head", "red cell", "tail"));
  const Sample sample = train->load(0);
  const Boxes boxes{{{.left = 0, .top = 0.5, .right = 2, .bottom = 2, .label = 3, .id = 0},
                     {.left = 1, .top = 1, .right = 3, .bottom = 2, .label = 1, .id = 1}}};
  const Keypoints points{{{.x = 1, .y = 1.5, .label = 4}, {.x = 9, .y = 9, .label = 2, .visible = false}}};
  EXPECT_EQ(std::get<Boxes>(sample.find("boxes")->value), boxes);
  EXPECT_EQ(std::get<Keypoints>(sample.find("keypoints")->value), points);
  EXPECT_EQ(std::get<Mask>(sample.find("mask")->value), Mask{labels});
  const Sample bare = train->load(1);
  EXPECT_TRUE(std::get<Boxes>(bare.find("boxes")->value).boxes.empty());
  EXPECT_EQ(bare.find("mask"), nullptr);
}

TEST(Manifest, LabelsOfObjectsThatAreNumbersAreThoseNumbers) {
  const TemporaryFolder folder;
  write_png(folder, "a.png", plain_image(4, 2, {4}));
  write_file(folder, "m.csv", "path,label,boxes\na.png,x,12 0 0 1 1; 3 0 0 1 1\n");
  const auto train = locate_data(folder.file("m.csv"), "auto", "").train.open();
  EXPECT_TRUE(train->object_names().empty());
  const Sample sample = train->load(0);
  EXPECT_EQ(std::get<Boxes>(sample.find("boxes")->value).boxes.at(0).label, 12);
}

TEST(Mask, OfAPaletteHasItsIndices) {
  // 2 x 1 pixels of 2 bits, indices 1 and 2, of a palette of three colours; written by Pillow.
  const std::array<std::uint8_t, 88> png{
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44,
      0x52, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x02, 0x03, 0x00, 0x00, 0x00, 0x89,
      0x4c, 0x97, 0x19, 0x00, 0x00, 0x00, 0x09, 0x50, 0x4c, 0x54, 0x45, 0x00, 0x00, 0x00, 0xff,
      0x00, 0x00, 0x00, 0xff, 0x00, 0xf4, 0x83, 0xbf, 0x7e, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44,
      0x41, 0x54, 0x78, 0x9c, 0x63, 0x48, 0x00, 0x00, 0x00, 0x62, 0x00, 0x61, 0xb1, 0x98, 0x79,
      0xf2, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
  const Image labels = decode_labels(png, "made");
  EXPECT_EQ(labels.channels, 1);
  EXPECT_THAT(labels.pixels, ElementsAre(1, 2));
}

TEST(ImageSet, ResizesAnnotationsWithTheirPicture) {
  const TemporaryFolder folder;
  write_png(folder, "a.png", plain_image(4, 2, {4}));
  Image labels(4, 2, 1);
  labels.pixels = {1, 2, 3, 4, 5, 6, 7, 8};
  write_png(folder, "m.png", labels);
  write_file(folder, "m.csv", "path,label,mask,boxes,keypoints\na.png,x,m.png,1 0 0 2 2,1 3 1\n");
  const auto train = locate_data(folder.file("m.csv"), "auto", "").train.open();
  const auto loaded = [&](bool annotations) {
    return load_images(*train, {0}, {0}, {"x"},
                       {.shape = {.width = 2, .height = 4, .channels = 1}, .annotations = annotations})
        .samples.at(0);
  };
  const Sample sample = loaded(true);
  EXPECT_EQ(std::get<Boxes>(sample.find("boxes")->value),
            (Boxes{{{.left = 0, .top = 0, .right = 1, .bottom = 4, .label = 1}}}));
  EXPECT_EQ(std::get<Keypoints>(sample.find("keypoints")->value),
            (Keypoints{{{.x = 1.5, .y = 2, .label = 1}}}));
  EXPECT_THAT(std::get<Mask>(sample.find("mask")->value).labels.pixels, ElementsAre(2, 4, 2, 4, 6, 8, 6, 8));
  EXPECT_EQ(loaded(false).fields.size(), 1U);
  EXPECT_EQ(train->fields(), (std::vector<FieldSpec>{{"image", ImageShape{}}})) << "sizes differ";
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
