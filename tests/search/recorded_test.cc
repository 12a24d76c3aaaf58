// The recorded benchmarks are whole, say of a point what was recorded for it, and learnt methods do better on
// them than draws; docs/experiments/recorded-benchmark.md has the figures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "bench/recorded/replay.h"
#include "tests/support/error_text.h"
#include "tests/support/source_path.h"
#include "tests/support/temporary_folder.h"

namespace variegate::recorded {
namespace {

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class RecordedTable : public testing::TestWithParam<const char*> {
 protected:
  const std::string path = source_path("bench/recorded/") + GetParam() + ".tsv";
  const Table table = read_table(path);
};

INSTANTIATE_TEST_SUITE_P(Tasks, RecordedTable,
                         testing::Values("fashion-mnist", "cifar10", "cifar10-in-domain"),
                         [](const auto& task) {
                           std::string name = task.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(RecordedTable, HasEveryPolicyWithEverySeedAtEveryEpoch) {
  // "identity" and the flip are one call each, six operations four: 26, and 26 * 27 / 2 pairs.
  ASSERT_EQ(table.policies.size(), 351u);
  ASSERT_EQ(table.curves.size(), 351u);
  EXPECT_EQ(std::set(table.policies.begin(), table.policies.end()).size(), 351u);
  EXPECT_GE(table.seeds, 2);
  for (const auto& curves : table.curves) {
    ASSERT_EQ(curves.size(), static_cast<std::size_t>(table.seeds));
    for (const Curve& curve : curves) {
      ASSERT_EQ(curve.size(), table.epochs.size());
      EXPECT_THAT(curve, testing::Each(testing::AllOf(testing::Gt(500), testing::Lt(10000))));
    }
  }
  EXPECT_TRUE(recording_text(table) == text_of(path)) << "what is read is not what was written";
}

TEST_P(RecordedTable, WasMadeOfTheSameRunsAsTheBaselinesBesideIt) {
  const std::string stem = path.substr(0, path.size() - std::string(".tsv").size());
  const Recording published = read_recording(stem + "-baselines.tsv");
  ASSERT_EQ(published.names.front(), "none");
  EXPECT_EQ(published.curves.front(), table.curves.front()) << "policy 0 does nothing";
  EXPECT_EQ(published.epochs, table.epochs);
  EXPECT_EQ(recording_text(published), text_of(stem + "-baselines.tsv"));
  // All facts are compared except the command and what a line says.
  for (const std::size_t fact : {0, 3, 4, 5}) EXPECT_EQ(published.facts[fact], table.facts[fact]);
}

TEST_P(RecordedTable, GainsAreWellAboveTheNoiseOfTheChild) {
  double noise = 0.0;  // variance of a reward about its policy's mean
  double best = 0.0;
  for (std::size_t i = 0; i < table.policies.size(); ++i) {
    best = std::max(best, table.accuracy(i));
    for (const Curve& curve : table.curves[i])
      noise += std::pow(curve.back() / 1e4 - table.accuracy(i), 2) / (table.seeds - 1);
  }
  const double deviation = std::sqrt(noise / static_cast<double>(table.policies.size()));
  EXPECT_GT(best - table.accuracy(0), 5.0 * deviation) << "policy 0 does nothing";
}

TEST_P(RecordedTable, EveryPointIsPlayedAsARecordedPolicyOfTheSameCalls) {
  const auto index = index_of(table.policies);
  Stream random({.seed = 1, .epoch = 0, .sample = 0, .place = 1});
  for (int i = 0; i < 2000; ++i) {
    const Point point = draw_point(table.space, random);
    Point swapped = point;
    for (const int k : {1, 2, 3})
      std::swap(swapped[static_cast<std::size_t>(k)], swapped[static_cast<std::size_t>(k + 3)]);
    const Point found = representative(table.space, point);
    ASSERT_TRUE(index.contains(found));
    EXPECT_EQ(found, representative(table.space, swapped));
    const std::uint64_t same = hash(decode(table.space, found));
    EXPECT_TRUE(same == hash(decode(table.space, point)) || same == hash(decode(table.space, swapped)));
  }
}

TEST_P(RecordedTable, AReplayIsDeterministicAndPaysWhatWasRecorded) {
  const Replay replay{.method = "tpe", .trials = 300, .seed = 3};
  const std::vector<Played> played = play(table, replay);
  const std::vector<Played> again = play(table, replay);
  ASSERT_EQ(played.size(), 300u);
  std::set<int> drawn;
  for (std::size_t trial = 0; trial < played.size(); ++trial) {
    const int seed = drawn_seed(table, replay.seed, static_cast<std::int64_t>(trial));
    drawn.insert(seed);
    EXPECT_EQ(played[trial].reward,
              table.curves[played[trial].policy][static_cast<std::size_t>(seed)].back() / 1e4);
    EXPECT_EQ(played[trial].policy, again[trial].policy);
  }
  EXPECT_EQ(drawn.size(), static_cast<std::size_t>(table.seeds));
}

TEST_P(RecordedTable, GpHasLessThanThreeQuartersOfTheRegretOfRandomSearchAfter100Trials) {
  double random = 0.0, gp = 0.0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    random += regret(table, play(table, {.method = "random", .trials = 100, .seed = seed}), 100);
    gp += regret(table, play(table, {.method = "gp", .trials = 100, .seed = seed}), 100);
  }
  EXPECT_LT(gp, random * 0.75);
}

TEST(Play, APolicyHasOneRewardWhereRewardsAreRepeatableAndElseSeveral) {
  const Table table = read_table(source_path("bench/recorded/cifar10.tsv"));
  const auto most_rewards = [&](bool repeatable) {
    std::map<std::size_t, std::set<double>> rewards;
    const Replay replay{.method = "random", .trials = 2000, .seed = 3, .repeatable = repeatable};
    for (const Played& played : play(table, replay)) rewards[played.policy].insert(played.reward);
    std::size_t most = 0;
    for (const auto& [policy, seen] : rewards) most = std::max(most, seen.size());
    return most;
  };
  EXPECT_EQ(most_rewards(true), 1);
  EXPECT_EQ(most_rewards(false), 3);
}

TEST(Regret, IsOfTheMeanOfThePolicyWithTheHighestRewardSoFar) {
  Table table;
  table.epochs = {1, 2};
  table.seeds = 2;
  table.policies = {{0}, {1}, {2}};
  table.curves = {{{0, 5000}, {0, 6000}}, {{0, 4000}, {0, 8000}}, {{0, 7000}, {0, 7000}}};
  const std::vector<Played> played{{0, 0.6}, {1, 0.8}, {2, 0.7}};
  EXPECT_DOUBLE_EQ(regret(table, played, 1), 0.70 - 0.55);
  EXPECT_DOUBLE_EQ(regret(table, played, 2), 0.70 - 0.60);
  EXPECT_DOUBLE_EQ(regret(table, played, 3), 0.70 - 0.60) << "the luckiest, not the best";
  EXPECT_DOUBLE_EQ(table.accuracy(1, 0), 0.0);
}

TEST(DrawnSeed, IsTheOneThatOptunaRegretDraws) {
  Table table;
  table.seeds = 3;
  std::vector<int> drawn;
  for (const std::uint64_t seed : {0U, 7U}) {
    for (int trial = 0; trial < 8; ++trial) drawn.push_back(drawn_seed(table, seed, trial));
  }
  EXPECT_THAT(drawn, testing::ElementsAre(1, 0, 2, 2, 1, 1, 2, 0, 1, 1, 0, 1, 0, 0, 0,
                                          1));  // printed by its derive() and hash_text()
}

TEST(ReadTable, RefusesATableWithAPolicyOrASeedMissing) {
  const std::string text = text_of(source_path("bench/recorded/cifar10.tsv"));
  const TemporaryFolder folder;
  const std::string path = folder.file("table.tsv");
  const std::size_t last = text.rfind('\n', text.size() - 2);
  std::ofstream(path) << text.substr(0, last + 1);
  EXPECT_THAT(error_text([&] { read_table(path); }), testing::HasSubstr("not every policy; got 350"));
  std::ofstream(path) << text.substr(0, text.rfind('\t')) << "\n";
  EXPECT_THAT(error_text([&] { read_table(path); }), testing::HasSubstr("not every seed"));
}

}  // namespace
}  // namespace variegate::recorded
