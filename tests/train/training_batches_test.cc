// What a child is shown in a seeded training, as one number: recorded before training used the loader, so
// that every figure measured until then still stands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/train/made_images.h"
#include "variegate/data/pool_dataset.h"
#include "variegate/policy/published.h"
#include "variegate/train/task_data.h"
#include "variegate/train/training_batches.h"

namespace variegate {
namespace {

struct Recorded {
  const char* name;
  std::uint64_t digest;
  PictureSet set;
  Policy policy;
};

// Pictures of many sizes, of which training takes parts, as DataFit::crop prepares them.
PictureSet uncut(std::size_t count, int channels) {
  PictureSet set;
  set.width = 20;
  set.height = 16;
  set.channels = channels;
  set.fit = DataFit::crop;
  set.class_names = {"a", "b", "c"};
  auto pool = std::make_shared<PicturePool>();
  pool->channels = channels;
  for (std::size_t i = 0; i < count; ++i) {
    Stream random({.seed = 3, .epoch = 0, .sample = i, .place = hash_text("uncut")});
    const int width = 20 + static_cast<int>(random.below(12));
    const int height = 16 + static_cast<int>(random.below(12));
    pool->pictures.push_back({pool->own.size(), width, height, static_cast<std::int32_t>(i % 3)});
    for (int value = 0; value < width * height * channels; ++value)
      pool->own.push_back(static_cast<std::uint8_t>(random.below(256)));
    set.members.push_back(count - 1 - i);
  }
  set.pool = std::move(pool);
  return set;
}

Policy resized_crop() {
  return with_base(base_policy("resized-crop-flip"), published_policy("trivialaugment"));
}

std::uint64_t digest_of_training(const PictureSet& set, const Policy& policy, bool fuse) {
  const PoolDataset data(set);
  const std::size_t sample_bytes = loaded_fields(data, picture_loading(set)).front().sample_bytes;
  TrainingBatches shown(data, picture_loading(set), policy,
                        {.batch_size = 16, .seed = 9, .first_epoch = 1, .epochs = 4, .fuse = fuse});
  std::uint64_t digest = 0;
  while (const TrainingBatch* batch = shown.next()) {
    const std::string_view bytes(static_cast<const char*>(batch->fields[0]), batch->size * sample_bytes);
    digest = derive(derive(digest, hash_text(bytes)), static_cast<std::uint64_t>(batch->epoch));
    for (std::size_t i = 0; i < batch->size; ++i)
      digest = derive(digest, static_cast<std::uint64_t>(batch->labels[i]));
    digest = derive(digest, batch->ends_epoch ? 1 : 0);
  }
  return digest;
}

TEST(TrainingBatches, AreThoseThatWereRecorded) {
  const Policy randaugment = with_base(base_policy("crop-flip"), published_policy("randaugment:2:9"));
  const Recorded rows[] = {
      {"colour", 4390656296746844271ULL, bright_and_dark(65, 1), randaugment},
      {"grey", 15376381804798527766ULL, bright_and_dark(33, 2, 24, 1), base_policy("crop-flip")},
      {"uncut, no part taken", 1011349807285454496ULL, uncut(40, 3), randaugment},
      {"uncut", 12121633326468732622ULL, uncut(40, 3), resized_crop()},
      {"uncut, grey", 12408808827370890305ULL, uncut(21, 1), resized_crop()}};
  for (const Recorded& row : rows) {
    EXPECT_EQ(digest_of_training(row.set, row.policy, true), row.digest) << row.name;
    if (row.policy.name == "crop-flip") {
      EXPECT_EQ(digest_of_training(row.set, row.policy, false), row.digest) << row.name << ", not fused";
    }
  }
}

// Pictures of one level each, so that a batch tells which samples are in it.
ImageSet levels(std::size_t count) {
  ImageSet set{.width = 8,
               .height = 8,
               .channels = 1,
               .samples = {},
               .class_names = {"a", "b"},
               .skipped = 0,
               .skipped_reasons = {}};
  for (std::size_t i = 0; i < count; ++i) {
    set.samples.push_back(
        image_sample(Image(8, 8, 1, static_cast<std::uint8_t>(i)), static_cast<int>(i % 2), i));
  }
  return set;
}

struct Seen {
  std::vector<std::vector<float>> firsts;  // first value of each picture, by batch
  std::vector<int> epochs;
  std::vector<bool> ends;
  bool operator==(const Seen&) const = default;
};

Seen feed(const PictureSet& set, const TrainingBatchesOptions& options, const std::string& base = "none") {
  const PoolDataset data(set);
  TrainingBatches shown(data, picture_loading(set), base_policy(base), options);
  Seen seen;
  while (const TrainingBatch* batch = shown.next()) {
    auto& firsts = seen.firsts.emplace_back();
    const auto* pixels = static_cast<const float*>(batch->fields[0]);
    const auto picture = static_cast<std::size_t>(set.width * set.height * set.channels);
    for (std::size_t i = 0; i < batch->size; ++i) firsts.push_back(pixels[i * picture]);
    seen.epochs.push_back(batch->epoch);
    seen.ends.push_back(batch->ends_epoch);
  }
  return seen;
}

TEST(TrainingBatches, VisitsEverySampleOnceAnEpochInBatchesOfNearlyOneSize) {
  const Seen seen = feed(levels(65), {.batch_size = 16, .seed = 4, .epochs = 3});
  ASSERT_EQ(seen.firsts.size(), 15U);
  std::map<float, int> times;
  for (const auto& batch : seen.firsts) {
    EXPECT_EQ(batch.size(), 13U);
    for (const float value : batch) ++times[value];
  }
  EXPECT_EQ(times.size(), 65U);
  for (const auto& [value, count] : times) EXPECT_EQ(count, 3);
  EXPECT_EQ(seen.epochs, (std::vector<int>{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2}));
  for (std::size_t i = 0; i < 15; ++i) EXPECT_EQ(seen.ends[i], i % 5 == 4);
}

TEST(TrainingBatches, OrderDiffersBetweenEpochsAndSeeds) {
  const ImageSet set = levels(64);
  const Seen one = feed(set, {.batch_size = 64, .seed = 4, .epochs = 2});
  EXPECT_NE(one.firsts[0], one.firsts[1]);
  EXPECT_NE(one.firsts[0], feed(set, {.batch_size = 64, .seed = 5, .epochs = 1}).firsts[0]);
}

TEST(TrainingBatches, GivesTheSameBatchesWithAndWithoutOverlap) {
  const ImageSet set = bright_and_dark(50, 3);
  EXPECT_EQ(feed(set, {.batch_size = 16, .seed = 4, .epochs = 3, .overlap = true}, "crop-flip"),
            feed(set, {.batch_size = 16, .seed = 4, .epochs = 3, .overlap = false}, "crop-flip"));
}

TEST(TrainingBatches, BeginsAtALaterEpochAsIfItHadMadeTheEarlierOnes) {
  const ImageSet set = bright_and_dark(32, 3);
  const Seen whole = feed(set, {.batch_size = 16, .seed = 4, .epochs = 4}, "crop-flip");
  const Seen rest = feed(set, {.batch_size = 16, .seed = 4, .first_epoch = 2, .epochs = 4}, "crop-flip");
  EXPECT_EQ(rest.firsts, (std::vector(whole.firsts.begin() + 4, whole.firsts.end())));
}

TEST(TrainingBatches, AfterTheLastEpochThereAreNone) {
  const PictureSet set = levels(8);
  const PoolDataset data(set);
  TrainingBatches shown(data, picture_loading(set), base_policy("none"),
                        {.batch_size = 8, .first_epoch = 2, .epochs = 2});
  EXPECT_EQ(shown.next(), nullptr);
  EXPECT_EQ(shown.next(), nullptr);
}

TEST(TrainingBatches, CanBeLeftInTheMiddle) {
  const PictureSet set = levels(64);
  const PoolDataset data(set);
  TrainingBatches shown(data, picture_loading(set), base_policy("none"), {.batch_size = 2, .epochs = 1000});
  EXPECT_NE(shown.next(), nullptr);
}

}  // namespace
}  // namespace variegate
