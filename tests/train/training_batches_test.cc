// What a child is shown in a seeded training, as one number: recorded before training used the loader, so
// that every figure measured until then still stands.
#include <gtest/gtest.h>

#include <cstdint>
#include <string_view>
#include <utility>

#include "tests/train/made_images.h"
#include "variegate/policy/published.h"
#include "variegate/train/batch_feeder.h"

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
  const Normalisation normalisation(set);
  BatchFeeder feeder(set, normalisation, policy,
                     {.batch_size = 16, .seed = 9, .first_epoch = 1, .epochs = 4, .fuse = fuse});
  std::uint64_t digest = 0;
  while (const Batch* batch = feeder.next()) {
    const std::string_view bytes(reinterpret_cast<const char*>(batch->pixels.data()),
                                 batch->size * normalisation.size() * sizeof(float));
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

}  // namespace
}  // namespace variegate
