#include "variegate/train/batch_feeder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "tests/support/error_text.h"
#include "tests/train/made_images.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

using ::testing::HasSubstr;

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

Seen feed(const ImageSet& set, const FeederOptions& options, const std::string& base = "none") {
  const Normalisation normalisation(set);
  BatchFeeder feeder(set, normalisation, base_policy(base), options);
  Seen seen;
  while (const Batch* batch = feeder.next()) {
    auto& firsts = seen.firsts.emplace_back();
    for (std::size_t i = 0; i < batch->size; ++i) firsts.push_back(batch->pixels[i * normalisation.size()]);
    seen.epochs.push_back(batch->epoch);
    seen.ends.push_back(batch->ends_epoch);
  }
  return seen;
}

TEST(BatchFeeder, VisitsEverySampleOnceAnEpochInBatchesOfNearlyOneSize) {
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

TEST(BatchFeeder, OrderDiffersBetweenEpochsAndSeeds) {
  const ImageSet set = levels(64);
  const Seen one = feed(set, {.batch_size = 64, .seed = 4, .epochs = 2});
  EXPECT_NE(one.firsts[0], one.firsts[1]);
  EXPECT_NE(one.firsts[0], feed(set, {.batch_size = 64, .seed = 5, .epochs = 1}).firsts[0]);
}

TEST(BatchFeeder, GivesTheSameBatchesWithAndWithoutOverlap) {
  const ImageSet set = bright_and_dark(50, 3);
  EXPECT_EQ(feed(set, {.batch_size = 16, .seed = 4, .epochs = 3, .overlap = true}, "crop-flip"),
            feed(set, {.batch_size = 16, .seed = 4, .epochs = 3, .overlap = false}, "crop-flip"));
}

TEST(BatchFeeder, BeginsAtALaterEpochAsIfItHadMadeTheEarlierOnes) {
  const ImageSet set = bright_and_dark(32, 3);
  const Seen whole = feed(set, {.batch_size = 16, .seed = 4, .epochs = 4}, "crop-flip");
  const Seen rest = feed(set, {.batch_size = 16, .seed = 4, .first_epoch = 2, .epochs = 4}, "crop-flip");
  EXPECT_EQ(rest.firsts, (std::vector(whole.firsts.begin() + 4, whole.firsts.end())));
}

TEST(BatchFeeder, ErrorsOfThePipelineReachTheOneWhoAsks) {
  const ImageSet set = levels(8);
  const Normalisation normalisation(bright_and_dark(8, 1));
  for (const bool overlap : {true, false}) {
    BatchFeeder feeder(set, normalisation, base_policy("none"),
                       {.batch_size = 8, .epochs = 1, .overlap = overlap});
    EXPECT_THAT(error_text([&] { feeder.next(); }), HasSubstr("another shape"));
  }
}

TEST(BatchFeeder, CanBeLeftInTheMiddle) {
  const ImageSet set = levels(64);
  const Normalisation normalisation(set);
  BatchFeeder feeder(set, normalisation, base_policy("none"), {.batch_size = 2, .epochs = 1000});
  EXPECT_NE(feeder.next(), nullptr);
}

TEST(Normalisation, GivesEachChannelZeroMeanAndUnitVariance) {
  const ImageSet set = bright_and_dark(40, 9);
  const Normalisation normalisation(set);
  std::vector<float> pixels(normalisation.size());
  double sums[3] = {}, squares[3] = {};
  for (const Sample& sample : set.samples) {
    normalisation.apply(sample.image(), pixels.data());
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      sums[i % 3] += pixels[i];
      squares[i % 3] += pixels[i] * pixels[i];
    }
  }
  const double count = 40.0 * 16 * 16;
  for (int channel = 0; channel < 3; ++channel) {
    EXPECT_NEAR(sums[channel] / count, 0.0, 1e-4);
    EXPECT_NEAR(squares[channel] / count, 1.0, 1e-4);
  }
}

TEST(Normalisation, ChannelThatNeverVariesIsOnlyCentred) {
  ImageSet set = levels(1);
  const Normalisation normalisation(set);
  std::vector<float> pixels(normalisation.size(), 1.0F);
  normalisation.apply(Image(8, 8, 1, 3), pixels.data());
  EXPECT_EQ(pixels.front(), 3.0F);
}

}  // namespace
}  // namespace variegate
