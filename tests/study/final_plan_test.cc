#include "variegate/study/final_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/study/fake_study.h"
#include "tests/study/made_arms.h"
#include "tests/support/error_text.h"
#include "variegate/core/json.h"
#include "variegate/policy/published.h"
#include "variegate/space/join.h"
#include "variegate/study/arms.h"
#include "variegate/study/options_json.h"

namespace variegate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ArmRecord final_arm(const std::string& name, std::vector<double> accuracies, int calls = 1) {
  ArmRecord record;
  record.name = name;
  record.policy = calls_in_a_row(calls);
  record.baseline = !name.starts_with("trial");
  record.seeds.assign(accuracies.size(), 1);
  record.values = std::move(accuracies);
  return record;
}

TEST(FinalRound, ChoosesWhatTheDecisionKeepsAndSaysWhetherThatBeatsManual) {
  StudyRecord record;
  record.data.evaluation_samples = 10000;
  record.final_round = {final_arm("manual", {0.5, 0.51, 0.49}), final_arm("trial 3", {0.6, 0.61, 0.59})};
  EXPECT_EQ(choose(record).arm, "trial 3");
  EXPECT_TRUE(choose(record).beats_manual);
  record.final_round.back().values = {0.5, 0.51, 0.49};
  EXPECT_EQ(choose(record).arm, "manual");
  EXPECT_FALSE(choose(record).beats_manual);
  record.final_round = {final_arm("none", {0.5, 0.51, 0.49}), final_arm("trial 3", {0.6, 0.61, 0.59})};
  EXPECT_EQ(choose(record).arm, "trial 3");
  EXPECT_FALSE(choose(record).beats_manual);
}

TEST(FinalRound, WhenEveryArmFailedThereIsNoChoice) {
  StudyRecord record;
  record.final_round = {final_arm("manual", {kFailed}), final_arm("trial 3", {kFailed})};
  EXPECT_THAT(error_text([&] { choose(record); }), HasSubstr("a run of every arm failed"));
}

TEST(FinalRound, EntersTheBestDistinctCompletePoliciesAndTheBaselines) {
  StudyRecord record;
  record.options = fake_options();
  record.options.final_policies = 2;
  const auto add = [&](int point, double reward, Ending ending) {
    TrialRecord trial;
    trial.trial = static_cast<std::int64_t>(record.trials.size());
    trial.point = {point};
    trial.policy = decode(record.options.space, trial.point);
    trial.outcome.emplace();
    trial.outcome->ending = ending;
    trial.outcome->reward = reward;
    record.trials.push_back(trial);
  };
  add(1, 0.5, Ending::complete);
  add(2, 0.9, Ending::stopped);
  add(3, 0.7, Ending::complete);
  add(3, 0.7, Ending::complete);  // the same policy again
  add(4, 0.6, Ending::complete);
  add(5, 0.0, Ending::failed);
  const FinalPlanned plan = plan_final_round(record);
  std::vector<std::string> names;
  for (const auto& entered : plan.arms) names.push_back(entered.name);
  EXPECT_THAT(names, ElementsAre("none", "manual", "trivialaugment", "trial 2", "trial 4",
                                 "trial 2 without the base"));
  EXPECT_EQ(hash(plan.arms[3].policy), hash(with_base(record.options.space.base, plan.arms[5].policy)));
  EXPECT_NE(hash(plan.arms[3].policy), hash(plan.arms[5].policy));
  EXPECT_EQ(plan.epochs, 15);
  EXPECT_EQ(plan.seeds.size(), 3U);
}

TEST(FinalRound, AMethodWhoseSourceJoinsItsBestPoliciesHasThemAsOneArm) {
  StudyRecord record;
  record.options = fake_options();
  record.options.method = "ppo";
  record.options.final_policies = 1;
  for (int i = 0; i < 7; ++i) {
    TrialRecord trial;
    trial.trial = i;
    trial.point = {i};
    trial.policy = decode(record.options.space, trial.point);
    trial.outcome.emplace();
    trial.outcome->reward = 0.1 * i;
    record.trials.push_back(trial);
  }
  const auto arms = [&] {
    std::vector<std::string> names;
    for (const auto& entered : plan_final_round(record).arms) names.push_back(entered.name);
    return names;
  };
  EXPECT_THAT(arms(), ElementsAre("none", "manual", "trivialaugment", "trial 6", "joined 5 best",
                                  "trial 6 without the base"));
  const std::vector<Point> best{{6}, {5}, {4}, {3}, {2}};
  EXPECT_EQ(plan_final_round(record).arms[4].policy, *joined(record.options.space, best));
  record.trials.resize(3);
  EXPECT_EQ(arms()[4], "joined 3 best");
  record.trials.resize(1);  // joined, it would be itself
  EXPECT_THAT(arms(), ElementsAre("none", "manual", "trivialaugment", "trial 0", "trial 0 without the base"));
}

TEST(FinalRound, WithAnEmptyBaseNoneAndManualAreTrainedOnce) {
  StudyRecord record;
  record.options = fake_options();
  record.options.space.base = base_policy("none");
  TrialRecord trial;
  trial.point = {3};
  trial.policy = decode(record.options.space, trial.point);
  trial.outcome = Outcome{};
  record.trials.push_back(trial);
  const FinalPlanned plan = plan_final_round(record);
  ASSERT_EQ(plan.arms.size(), 3U);  // and no trial "without the base"
  EXPECT_EQ(plan.arms[0].name, "manual");
  EXPECT_EQ(plan.arms[1].name, "trivialaugment");
}

TEST(FinalRound, FewPicturesThatCanBeDrawnAnewGetAFoldForEverySeed) {
  StudyRecord record;
  record.options = fake_options();
  const auto folds = [&](const std::string& asked, bool drawn, std::size_t pictures) {
    record.options.folds = asked;
    record.data.validation_drawn = drawn;
    record.data.evaluation_samples = pictures;
    return plan_final_round(record).folds;
  };
  EXPECT_TRUE(folds("auto", true, 160));
  EXPECT_FALSE(folds("auto", true, 3000));
  EXPECT_FALSE(folds("auto", false, 160)) << "they have data of their own";
  EXPECT_TRUE(folds("on", true, 3000));
  EXPECT_FALSE(folds("off", true, 160));
}

TEST(FinalRound, SeedsByRuleAreThreeAndFiveWithFolds) {
  StudyRecord record;
  record.options = fake_options();
  record.options.final_seeds = 0;
  record.options.folds = "off";
  EXPECT_EQ(plan_final_round(record).seeds.size(), 3U);
  record.options.folds = "on";
  EXPECT_EQ(plan_final_round(record).seeds.size(), 5U);
  record.options.final_seeds = 2;
  EXPECT_EQ(plan_final_round(record).seeds.size(), 2U);
}

TEST(Options, LogsOfEarlierVersionsNameNeitherFoldsNorConfidence) {
  const StudyOptions options = fake_options();
  Json json = to_json(options);
  json.erase("folds");
  json.erase("confidence");
  EXPECT_TRUE(changes(options, study_options_from_json(JsonReader(json, "log"))).empty());
}

TEST(Arms, EverySeedHasAFoldWhereThereAreFolds) {
  const std::vector<RunRequest> runs = arm_runs({Policy{}, Policy{}}, {5, 6}, 1, true);
  EXPECT_THAT(std::vector<int>({runs[0].fold, runs[1].fold, runs[2].fold, runs[3].fold}),
              ElementsAre(1, 1, 2, 2));
  EXPECT_EQ(arm_runs({Policy{}}, {5}, 1).front().fold, 0);
}

TEST(FinalRound, ShrinksByEpochsPoliciesBaselinesAndKeepsManualAndTheSecondSeedLongest) {
  const StudyOptions options = fake_options();
  FinalPlanned plan;
  for (const std::string name : {"none", "manual", "trivialaugment", "trial 1", "trial 2"}) {
    plan.arms.push_back({.name = name, .policy = {}, .baseline = !name.starts_with("trial")});
  }
  plan.seeds = {1, 2};
  plan.epochs = 15;
  const auto shape = [&](double seconds) {
    const FinalPlanned shrunk = shrink(plan, options, seconds, 1.0, 1);
    return std::vector<std::size_t>{shrunk.arms.size(), shrunk.seeds.size(),
                                    static_cast<std::size_t>(shrunk.epochs)};
  };
  EXPECT_THAT(shape(150), ElementsAre(5, 2, 15));
  EXPECT_THAT(shape(149), ElementsAre(5, 2, 10));
  EXPECT_THAT(shape(99), ElementsAre(4, 2, 10));
  EXPECT_THAT(shape(79), ElementsAre(3, 2, 10));
  EXPECT_THAT(shape(59), ElementsAre(2, 2, 10));
  EXPECT_THAT(shape(32), ElementsAre(2, 2, 8));
  EXPECT_THAT(shape(20), ElementsAre(2, 2, 5));
  EXPECT_THAT(shape(19), ElementsAre(2, 1, 5));
  EXPECT_THAT(shape(0), ElementsAre(2, 1, 5));
  const FinalPlanned least = shrink(plan, options, 0, 1.0, 1);
  EXPECT_EQ(least.arms[0].name, "manual");
  EXPECT_EQ(least.arms[1].name, "trial 1");
  EXPECT_EQ(what_was_shortened(plan, least), "2 of 5 policies, 1 of 2 seeds, 5 of 15 epochs");
  EXPECT_EQ(what_was_shortened(plan, plan), "");
}

TEST(FinalRound, TheFoundPolicySaysWhereItComesFrom) {
  MemoryStore store;
  const StudyRecord record = run_fake(fake_options(), store, {});
  const Policy policy = found_policy(record);
  EXPECT_EQ(policy.provenance.method, "random");
  EXPECT_EQ(policy.provenance.seed, 7U);
  EXPECT_EQ(policy.provenance.data_digest, "0123456789abcdef");
  EXPECT_EQ(policy.provenance.budget, "12 trials of 10 epochs, final round of 7 policies with 3 seeds");
  EXPECT_EQ(policy.provenance.source, "variegate search");
  EXPECT_GT(policy.provenance.score, 0.5);
  EXPECT_EQ(policy.provenance.created, record.ended);
}

TEST(Arms, NoneIsNothingAtAllManualTheBaseAndAPublishedPolicyComesBehindTheBase) {
  const Policy base = base_policy("flip");
  EXPECT_EQ(calls(arm_policy("none", base)), 0);
  EXPECT_EQ(hash(arm_policy("manual", base)), hash(base));
  EXPECT_EQ(hash(arm_policy("trivialaugment", base)),
            hash(with_base(base, published_policy("trivialaugment"))));
  EXPECT_ANY_THROW(arm_policy("trivialaugmnet", base));
}

TEST(Arms, SeedsOfDifferentUsesDifferAndAreExactInJson) {
  EXPECT_NE(run_seed(7, "trial", 0), run_seed(7, "final round", 0));
  EXPECT_NE(run_seed(7, "trial", 0), run_seed(7, "trial", 1));
  EXPECT_LT(run_seed(7, "comparison", 2), std::uint64_t{1} << 53);
}

}  // namespace
}  // namespace variegate
