#include "variegate/pipeline/batch_mixes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/error_text.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/policy_json.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr std::size_t kBatch = 400;

// Grey samples, each of its own level and its own class.
std::vector<Sample> batch_of(std::size_t count) {
  std::vector<Sample> batch;
  for (std::size_t i = 0; i < count; ++i)
    batch.push_back(
        image_sample(Image(8, 8, 1, static_cast<std::uint8_t>(i % 250)), static_cast<int>(i), 10 + i));
  return batch;
}

Policy policy_with(std::vector<MixCall> mixes) {
  Policy policy;
  policy.batch = std::move(mixes);
  return policy;
}

std::vector<MixedSample> mixed(const Policy& policy, const std::vector<Sample>& batch,
                               std::uint64_t epoch = 0, int threads = 1) {
  std::vector<MixedSample> all(batch.size());
  ThreadPool pool(threads);
  BatchMixes(policy, 5).apply(batch, all, epoch, pool);
  return all;
}

TEST(BatchMixes, DoToEachSampleOneMixAtMostByTheirProbabilities) {
  const std::vector<Sample> batch = batch_of(kBatch);
  const auto all = mixed(
      policy_with({{.mix = "mosaic", .probability = 0.25}, {.mix = "sample_pairing", .probability = 0.5}}),
      batch);
  int untouched = 0, four = 0;
  for (std::size_t i = 0; i < kBatch; ++i) {
    untouched += all[i].image == batch[i].image() ? 1 : 0;
    four += all[i].label.weights().size() == 4 ? 1 : 0;
  }
  EXPECT_NEAR(untouched, 0.25 * kBatch, 45);
  EXPECT_NEAR(four, 0.25 * kBatch, 45);
}

TEST(BatchMixes, DependOnTheBatchAndTheEpochAndNotOnThreads) {
  const std::vector<Sample> batch = batch_of(40);
  const Policy policy = policy_with({{.mix = "mixup", .arguments = {{"alpha", Distribution::constant(1)}}}});
  const auto same = [](const std::vector<MixedSample>& a, const std::vector<MixedSample>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), [](const MixedSample& one, const MixedSample& other) {
      return one.image == other.image && std::ranges::equal(one.label.weights(), other.label.weights());
    });
  };
  EXPECT_TRUE(same(mixed(policy, batch), mixed(policy, batch, 0, 4)));
  EXPECT_FALSE(same(mixed(policy, batch), mixed(policy, batch, 1)));
}

TEST(BatchMixes, AreThoseOfTheOperationItself) {
  const std::vector<Sample> batch = batch_of(20);
  std::vector<MixedSample> expected(batch.size());
  ThreadPool pool(1);
  mix_batch({.mix = find_mix("cutmix"), .values = {0.5}, .seed = 5, .epoch = 3}, batch, expected, pool);
  const auto all = mixed(
      policy_with({{.mix = "cutmix", .arguments = {{"alpha", Distribution::constant(0.5)}}}}), batch, 3);
  for (std::size_t i = 0; i < batch.size(); ++i) EXPECT_EQ(all[i].image, expected[i].image);
}

TEST(BatchMixes, ThatAreNoneLeaveSamplesAsTheyAre) {
  const std::vector<Sample> batch = batch_of(3);
  EXPECT_TRUE(BatchMixes(Policy(), 5).empty());
  const auto all = mixed(Policy(), batch);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    EXPECT_EQ(all[i].image, batch[i].image());
    EXPECT_EQ(all[i].label.weight_of(static_cast<int>(i)), 1.0F);
  }
}

TEST(BatchMixes, AreNeverLeftOutInSilence) {
  const Policy policy = policy_with({{.mix = "mixup"}});
  EXPECT_THAT(error_text([&] { Pipeline(policy, 1); }),
              HasSubstr("mixes of samples, which are not done here: each sample is changed by itself"));
  EXPECT_THAT(error_text([&] { require_no_mixes(policy, "a copy has one label"); }),
              HasSubstr("not done here: a copy has one label; got 1 in its \"batch\""));
  const Policy none;
  EXPECT_EQ(&require_no_mixes(none, "a copy has one label"), &none);
  const Pipeline pipeline(policy, 1, {.batch_follows = true});
}

TEST(BatchMixes, ArePartOfAPolicyFileItsWordsAndItsHash) {
  const std::string text =
      R"({"format": "variegate-policy", "version": 1, "fields": {"image": "image"}, "policy": {"call": "invert"},
          "batch": [{"call": "mixup", "with": {"alpha": 0.5}, "probability": 0.5}, {"call": "mosaic", "probability": 0.25}]})";
  const Policy policy = parse_policy(text, "test");
  EXPECT_EQ(parse_policy(policy_text(policy), "again"), policy);
  EXPECT_THAT(
      in_words(policy),
      HasSubstr("invert\nthen, with others of its batch: mixup with alpha 0.5 with probability 0.5, or "
                "mosaic with probability 0.25"));
  EXPECT_EQ(in_words(published_policy("mixup")), "with others of its batch: mixup with alpha 0.2");
  Policy without = policy;
  without.batch.clear();
  EXPECT_NE(hash(policy), hash(without));
}

TEST(BatchMixes, ThatAreNotSoundAreErrors) {
  const auto refused = [](std::vector<MixCall> mixes) {
    return error_text([&] { check(policy_with(mixes)); });
  };
  EXPECT_THAT(refused({{.mix = "mixpu"}}), AllOf(HasSubstr("$.batch[0].call"), HasSubstr("'mixup'")));
  EXPECT_THAT(refused({{.mix = "rotate"}}), HasSubstr("one of cutmix, mixup, mosaic, sample_pairing"));
  EXPECT_THAT(refused({{.mix = "mixup"}, {.mix = "cutmix", .probability = 0.1}}),
              HasSubstr("probabilities add up to more than 1"));
  EXPECT_THAT(refused({{.mix = "mixup", .arguments = {{"alpha", Distribution::constant(0)}}}}),
              HasSubstr("out of range"));
  EXPECT_THAT(refused({{.mix = "mixup", .arguments = {{"alpha", Distribution::uniform(1, 2)}}}}),
              HasSubstr("a parameter of a mix is drawn"));
  EXPECT_THAT(refused({{.mix = "mixup", .field = "mask"}}), HasSubstr("not a field of this policy"));
}

}  // namespace
}  // namespace variegate
