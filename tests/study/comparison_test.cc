#include "variegate/study/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/study/fake_study.h"
#include "tests/support/error_text.h"
#include "variegate/core/json.h"
#include "variegate/executor/worker_pool.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/arms.h"
#include "variegate/study/comparison_json.h"
#include "variegate/trial/test_door.h"

namespace variegate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ComparisonOptions two_arms() {
  const StudyOptions study = fake_options();
  ComparisonOptions options;
  options.arms.push_back({.name = "found", .policy = decode(study.space, {20}), .search_seconds = 77.0});
  options.arms.push_back(
      {.name = "manual", .policy = arm_policy("manual", study.space.base), .baseline = true});
  options.seeds = 3;
  options.task.epochs = 20;
  return options;
}

ComparisonRecord compare(const ComparisonOptions& options, const FakeEvaluator::Behaviour& behaviour = {}) {
  std::atomic<bool> stop{false};
  FakeEvaluator evaluator(behaviour, stop);
  return Comparison::run(options, evaluator, {}, stop);
}

TEST(Comparison, TrainsEveryArmWithTheSameSeeds) {
  const ComparisonRecord record = compare(two_arms(), {.slots = 2, .order = 3});
  ASSERT_EQ(record.arms.size(), 2U);
  EXPECT_EQ(record.arms[0].seeds, record.arms[1].seeds);
  EXPECT_EQ(record.arms[0].search_seconds, 77.0);
  for (std::size_t arm = 0; arm < 2; ++arm) {
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_EQ(record.arms[arm].values[k],
                fake_accuracy(record.arms[arm].policy, record.arms[arm].seeds[k], 20, 20));
    }
    EXPECT_DOUBLE_EQ(record.arms[arm].seconds, 60.0);
  }
}

TEST(Comparison, TheArmsTakeTurns) {
  std::atomic<bool> stop{false};
  FakeEvaluator evaluator({}, stop);
  const ComparisonRecord record = Comparison::run(two_arms(), evaluator, {}, stop);
  std::vector<std::uint64_t> seeds;
  for (const RunRequest& run : evaluator.started()) seeds.push_back(run.seed);
  const auto& s = record.arms.front().seeds;
  EXPECT_THAT(seeds, ElementsAre(s[0], s[0], s[1], s[1], s[2], s[2]));
}

TEST(Comparison, DifferencesArePairedAndAgainstManual) {
  const ComparisonRecord record = compare(two_arms());
  ASSERT_EQ(record.differences.size(), 1U);
  const Difference& difference = record.differences.front();
  EXPECT_EQ(difference.a, "found");
  EXPECT_EQ(difference.b, "manual");
  EXPECT_EQ(difference.pairs, 3);
  EXPECT_GT(difference.low, 0.0) << "the fake's best policy is far above its base";
}

const Metric kLoss{.name = "loss", .larger_is_better = false, .share = false};

TEST(Comparison, ByALossItHasLossesAndTheirDifferences) {
  const ComparisonRecord by_accuracy = compare(two_arms());
  const ComparisonRecord by_loss = compare(two_arms(), {.metric = kLoss});
  EXPECT_EQ(by_loss.data.metric, kLoss);
  for (std::size_t arm = 0; arm < 2; ++arm) {
    for (std::size_t k = 0; k < 3; ++k)
      EXPECT_EQ(by_loss.arms[arm].values[k], value_of(kLoss, by_accuracy.arms[arm].values[k]));
  }
  const Difference& difference = by_loss.differences.front();
  EXPECT_LT(difference.high, 0.0) << "the best policy has a smaller loss than its base";
  EXPECT_NEAR(difference.mean, arm_mean(by_loss.arms[0]) - arm_mean(by_loss.arms[1]), 1e-12);
  ComparisonRecord record = by_loss;
  record.arms[0].values[0] = 1234.5;
  const Json json = to_json(record);
  EXPECT_EQ(json["data"]["metric"]["name"], "loss");
  const ComparisonRecord again = comparison_from_json(JsonReader(json, "comparison.json"));
  EXPECT_EQ(json_text(to_json(again)), json_text(json));
}

TEST(Comparison, ItsWorkersAreToldTheMetric) {
  EXPECT_EQ(Comparison::request({.metric = "loss"}).metric, "loss");
}

TEST(Comparison, WhatIsOutOfRangeIsRefusedByItsName) {
  ComparisonOptions options = two_arms();
  options.seeds = 1001;
  EXPECT_THAT(error_text([&] { compare(options); }), HasSubstr("seeds"));
  options = two_arms();
  options.task.epochs = 0;
  EXPECT_THAT(error_text([&] { compare(options); }), HasSubstr("epochs"));
}

TEST(Comparison, WithoutManualTheFirstArmIsTheReference) {
  ArmRecord a, b;
  a.name = "a";
  a.seeds = b.seeds = {1, 2};
  a.values = {0.5, 0.6};
  b.name = "b";
  b.values = {0.7, 0.7};
  const std::vector<Difference> found = differences({a, b});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].a, "b");
  EXPECT_EQ(found[0].b, "a");
  EXPECT_NEAR(found[0].mean, 0.15, 1e-12);
}

TEST(Comparison, AFailedRunIsLeftOutOfItsPairAlone) {
  ArmRecord manual, found;
  manual.name = "manual";
  manual.seeds = found.seeds = {1, 2, 3};
  manual.values = {0.5, 0.5, 0.5};
  found.name = "found";
  found.values = {0.6, std::numeric_limits<double>::quiet_NaN(), 0.8};
  const std::vector<Difference> all = differences({manual, found});
  EXPECT_EQ(all.front().pairs, 2);
  EXPECT_NEAR(all.front().mean, 0.2, 1e-12);
}

TEST(Comparison, WhenEveryRunFailsItSaysWhy) {
  ComparisonOptions options = two_arms();
  options.task.epochs = 10;  // the fake fails short runs by their number
  EXPECT_THAT(error_text([&] {
                compare(options, {.failing = {0, 1, 2, 3, 4, 5}});
              }),
              HasSubstr("every run failed; got 'loss is not finite'"));
}

TEST(Comparison, CtrlCEndsItAsInterrupted) {
  try {
    compare(two_arms(), {.stop_after = 4});
    FAIL() << "it went on";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
}

TEST(Comparison, AnArmNamedTwiceIsRefused) {
  ComparisonOptions options = two_arms();
  options.arms.push_back(options.arms.front());
  EXPECT_THAT(error_text([&] { compare(options); }), HasSubstr("an arm is named twice; got 'found'"));
}

TEST(Comparison, ItsWorkersAndNoOthersEvaluateOnTheTestPart) {
  DataSpec data;
  data.train = "data";
  ChildSpec child;
  child.precision = "fp32";
  const OpenRequest request = Comparison::request({.data = data, .child = child});
  EXPECT_TRUE(request.opens_test());
  WorkerPool pool({FAKE_WORKER}, request, 1);
  EXPECT_EQ(pool.ready(std::chrono::seconds(20))->evaluation_samples, 10'000U);
  OpenRequest plain;
  plain.data = data;
  EXPECT_THAT(error_text([&] { TestDoor::open_test(plain, {}); }), HasSubstr("without the right to it"));
}

TEST(ComparisonJson, ReadAndWrittenAgainItIsTheSame) {
  ComparisonRecord record = compare(two_arms());
  record.arms[0].values[1] = std::numeric_limits<double>::quiet_NaN();
  record.differences[0].low = -std::numeric_limits<double>::infinity();
  record.differences[0].high = std::numeric_limits<double>::infinity();
  const Json json = to_json(record);
  const ComparisonRecord again = comparison_from_json(JsonReader(json, "comparison.json"));
  EXPECT_EQ(json_text(to_json(again)), json_text(json));
  EXPECT_TRUE(std::isnan(again.arms[0].values[1]));
  EXPECT_EQ(again.differences[0].high, std::numeric_limits<double>::infinity());
}

TEST(ComparisonJson, GivesWhatThePromisedNamesSay) {
  const Json json = to_json(compare(two_arms()));
  const Json& arm = json["arms"][1];
  EXPECT_EQ(arm["name"], "manual");
  EXPECT_EQ(arm["seeds"].size(), 3U);
  const double sum =
      arm["seeds"][0].get<double>() + arm["seeds"][1].get<double>() + arm["seeds"][2].get<double>();
  EXPECT_NEAR(arm["mean"].get<double>(), sum / 3, 1e-12);
  EXPECT_GT(arm["sd"].get<double>(), 0.0);
  EXPECT_EQ(arm["seconds"], 60.0);
  EXPECT_EQ(json["differences"][0]["pairs"], 3);
}

TEST(ComparisonJson, AnUnknownMemberIsAnErrorThatNamesThePlace) {
  Json json = to_json(compare(two_arms()));
  json["arms"][0]["accuracy"] = 1;
  EXPECT_THAT(error_text([&] { comparison_from_json(JsonReader(json, "comparison.json")); }),
              HasSubstr("comparison.json: $.arms[0]"));
}

}  // namespace
}  // namespace variegate
