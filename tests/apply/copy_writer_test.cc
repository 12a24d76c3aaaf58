// Copies and the folder they come to; kills and several processes are tried in tests/cli/test_apply.py.
#include "variegate/apply/copy_writer.h"

#include <gmock/gmock.h>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "variegate/core/json.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/formats/parts/packed_dataset.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

using testing::HasSubstr;

PackedDataset made_pictures(std::size_t count, std::vector<std::string> classes) {
  PackedImages images;
  images.width = images.height = 6;
  images.channels = 1;
  images.files.push_back({.name = "made", .first = 0});
  images.class_names = std::move(classes);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t p = 0; p < 36; ++p) images.pixels.push_back(static_cast<std::uint8_t>(5 * i + 3 * p));
    images.labels.push_back(static_cast<int>(i % images.class_names.size()));
  }
  return PackedDataset(std::move(images));
}

TEST(CopyWriter, CopyKIsTheSampleInEpochK) {
  const TemporaryFolder place;
  const PackedDataset data = made_pictures(4, {"a", "b"});
  const Policy policy = find_policy("trivialaugment");
  const CopyOptions options{.copies = 3, .seed = 9};
  const CopyNames names(data, options);
  const CopyFolder folder(place.file("out"), copy_record(options, policy, data, names));
  CopyWriter writer(data, policy, options, names, folder);
  const std::atomic<bool> stop{false};
  ASSERT_TRUE(writer.write({}, stop));
  const Pipeline pipeline(policy, 9);
  Scratch scratch;
  for (std::uint64_t copy = 0; copy < 3; ++copy) {
    Sample sample = data.load(3);
    pipeline.apply(sample, copy, scratch);
    const std::string path = place.file("out/b/00000003-" + std::to_string(copy) + ".png");
    EXPECT_EQ(decode_image(read_bytes(path), path), sample.image());
  }
  EXPECT_EQ(folder.result(0).written, 12U);
}

TEST(CopyWriter, StopsBeforeTheNextSampleAndMarksNothing) {
  const TemporaryFolder place;
  const PackedDataset data = made_pictures(4, {"a", "b"});
  const Policy policy = find_policy("manual");
  const CopyOptions options;
  const CopyNames names(data, options);
  const CopyFolder folder(place.file("out"), copy_record(options, policy, data, names));
  CopyWriter writer(data, policy, options, names, folder);
  const std::atomic<bool> stop{true};
  EXPECT_FALSE(writer.write({}, stop));
  EXPECT_EQ(folder.count_done(writer.units()), 0U);
}

TEST(CopyNames, RefusesClassesThatAreNoFolders) {
  for (const char* name : {"a/b", "..", ".hidden"}) {
    const PackedDataset data = made_pictures(2, {"fine", name});
    EXPECT_THAT(error_text([&] { CopyNames(data, {}); }),
                HasSubstr("a class whose name cannot be that of a folder"));
  }
}

TEST(CopyWriter, NoOriginalsOfDataThatAreNoPictureFiles) {
  const TemporaryFolder place;
  const PackedDataset data = made_pictures(2, {"a", "b"});
  const CopyOptions options{.originals = true};
  const Policy policy = find_policy("manual");
  const CopyNames names(data, options);
  const CopyFolder folder(place.file("out"), copy_record(options, policy, data, names));
  EXPECT_THAT(error_text([&] { CopyWriter(data, policy, options, names, folder); }),
              HasSubstr("--originals"));
}

}  // namespace
}  // namespace variegate
