#include "variegate/study/final_round.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/study/fake_study.h"
#include "tests/support/error_text.h"
#include "variegate/policy/published.h"
#include "variegate/search/join.h"
#include "variegate/study/arms.h"

namespace variegate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double kFailed = std::numeric_limits<double>::quiet_NaN();

Policy calls_in_a_row(int count) {
  Sequence sequence;
  for (int i = 0; i < count; ++i) {
    Call call;
    call.op = "invert";
    sequence.steps.push_back({call});
  }
  Policy policy;
  policy.root = {sequence};
  return policy;
}

ArmRecord arm(const std::string& name, std::vector<double> accuracies, int calls = 1) {
  ArmRecord record;
  record.name = name;
  record.policy = calls_in_a_row(calls);
  record.baseline = !name.starts_with("trial");
  record.seeds.assign(accuracies.size(), 1);
  record.accuracies = std::move(accuracies);
  return record;
}

TEST(FinalRound, TheArmWithTheHighestMeanIsChosen) {
  const Chosen chosen =
      choose({arm("none", {0.4, 0.4}), arm("manual", {0.5, 0.5}), arm("trial 3", {0.49, 0.53})});
  EXPECT_EQ(chosen.arm, "trial 3");
  EXPECT_TRUE(chosen.beats_manual);
}

TEST(FinalRound, WhenNothingBeatsManualThatIsTheAnswer) {
  const Chosen chosen = choose({arm("none", {0.4, 0.4}), arm("manual", {0.5, 0.5}),
                                arm("trial 3", {0.6, 0.3}), arm("trial 5", {0.1, 0.1})});
  EXPECT_EQ(chosen.arm, "manual");
  EXPECT_FALSE(chosen.beats_manual);
}

TEST(FinalRound, APolicyOfTheSearchThatTiesWithManualDoesNotReplaceIt) {
  EXPECT_EQ(choose({arm("manual", {0.5, 0.5}, 3), arm("trial 3", {0.5, 0.5}, 1)}).arm, "manual");
}

TEST(FinalRound, ABaselineMayWin) {
  const Chosen chosen = choose({arm("manual", {0.5}), arm("trivialaugment", {0.6}), arm("trial 1", {0.55})});
  EXPECT_EQ(chosen.arm, "trivialaugment");
  EXPECT_TRUE(chosen.beats_manual);
}

TEST(FinalRound, OfEqualArmsTheSimplerOneIsChosenThenTheEarlierOne) {
  EXPECT_EQ(choose({arm("manual", {0.1}), arm("trial 1", {0.5}, 4), arm("trial 2", {0.5}, 2)}).arm,
            "trial 2");
  EXPECT_EQ(choose({arm("manual", {0.1}), arm("trial 1", {0.5}, 2), arm("trial 2", {0.5}, 2)}).arm,
            "trial 1");
}

TEST(FinalRound, AnArmWithAFailedRunIsNotChosen) {
  const Chosen chosen = choose({arm("manual", {0.5, 0.5}), arm("trial 3", {0.9, kFailed})});
  EXPECT_EQ(chosen.arm, "manual");
  EXPECT_FALSE(choose({arm("manual", {kFailed, 0.5}), arm("trial 3", {0.9, 0.9})}).beats_manual);
  EXPECT_THAT(error_text([] {
                choose({arm("manual", {kFailed}), arm("trial 3", {kFailed})});
              }),
              HasSubstr("a run of every arm failed"));
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
  EXPECT_EQ(plan.seeds.size(), 2U);
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
  EXPECT_EQ(policy.provenance.budget, "12 trials of 10 epochs, final round of 7 policies with 2 seeds");
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
