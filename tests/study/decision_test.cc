#include "variegate/study/decision.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/study/made_arms.h"
#include "variegate/core/random.h"
#include "variegate/study/final_noise.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/statistics.h"

namespace variegate {
namespace {

ArmRecord arm(const std::string& name, std::vector<double> accuracies, int calls = 1) {
  ArmRecord record;
  record.name = name;
  record.policy = calls_in_a_row(calls);
  record.baseline = !name.starts_with("trial");
  for (std::size_t k = 0; k < accuracies.size(); ++k) record.seeds.push_back(k);
  record.values = std::move(accuracies);
  return record;
}

StudyRecord study(std::vector<ArmRecord> arms, std::size_t pictures = 3000) {
  StudyRecord record;
  record.data.evaluation_samples = pictures;
  record.final_round = std::move(arms);
  return record;
}

// Runs on pictures that are right with the accuracy; `lasting`: the share of pictures on which the arm's luck
// is the same with every seed.
void add_pictures(ArmRecord& arm, std::size_t pictures, double lasting, std::uint64_t key) {
  arm.right.clear();
  for (std::size_t s = 0; s < arm.seeds.size(); ++s) {
    std::vector<bool> right(pictures);
    for (std::size_t i = 0; i < pictures; ++i) {
      Stream kind({.seed = key, .epoch = 0, .sample = i, .place = 1});
      const bool lasts = kind.uniform() < lasting;
      Stream luck({.seed = key, .epoch = lasts ? 0 : s + 1, .sample = i, .place = 2});
      right[i] = luck.uniform() < 0.6;
    }
    arm.values[s] =
        static_cast<double>(std::count(right.begin(), right.end(), true)) / static_cast<double>(pictures);
    arm.right.push_back(std::move(right));
  }
}

TEST(Decision, ManualStaysUnlessAnotherIsBetterWithEnoughProbability) {
  const auto chosen = [](double gain, double confidence) {
    StudyRecord record = study({arm("none", {0.40, 0.41, 0.39}), arm("manual", {0.50, 0.51, 0.49}),
                                arm("trial 3", {0.50 + gain, 0.51 + gain, 0.49 + gain})});
    record.options.confidence = confidence;
    return decide(record)->chosen;
  };
  EXPECT_EQ(chosen(0.05, 0.9), "trial 3");
  EXPECT_EQ(chosen(0.005, 0.9), "manual");
  EXPECT_EQ(chosen(0.005, 0.5), "trial 3");
  EXPECT_EQ(chosen(-0.05, 0.5), "manual");
}

TEST(Decision, OnATieManualStaysThoughAnotherHasFewerCalls) {
  for (const double accuracy : {0.5, 1.0}) {
    const std::vector<double> all(3, accuracy);
    const std::optional<Decision> decision =
        decide(study({arm("none", all, 0), arm("manual", all, 3), arm("trial 3", all, 1)}));
    EXPECT_EQ(decision->chosen, "manual");
    EXPECT_NEAR(decision->find("trial 3")->gain, 0.0, 1e-9);
    EXPECT_NEAR(decision->find("trial 3")->better, 0.5, 1e-6);
  }
}

TEST(Decision, AFoundPolicyMustBeatTheBaselineThatBeatManual) {
  const std::vector<double> manual{0.50, 0.51, 0.49};
  const std::vector<double> published{0.60, 0.61, 0.59};
  const auto chosen = [&](double found) {
    return decide(study({arm("manual", manual), arm("trivialaugment", published),
                         arm("trial 1", {found, found + 0.01, found - 0.01})}))
        ->chosen;
  };
  EXPECT_EQ(chosen(0.605), "trivialaugment");
  EXPECT_EQ(chosen(0.70), "trial 1");
}

TEST(Decision, TheSameGainIsBelievedOnManyPicturesAndNotOnFew) {
  const auto chosen = [](std::size_t pictures) {
    return decide(study({arm("none", {0.55, 0.55, 0.55}), arm("manual", {0.60, 0.60, 0.60}),
                         arm("trial 3", {0.64, 0.64, 0.64})},
                        pictures))
        ->chosen;
  };
  EXPECT_EQ(chosen(100), "manual");
  EXPECT_EQ(chosen(20000), "trial 3");
}

// Two trials that came out alike in the final round: one of a search whose other trials were all as good, one
// that stood out there by as much as it does here.
TEST(Decision, ASearchWhoseTrialsHardlyDifferDrawsTheBestOfThemBack) {
  const auto gain = [](double spread) {
    StudyRecord record = study({arm("manual", {0.60, 0.60, 0.60}), arm("trial 0", {0.63, 0.63, 0.63})}, 400);
    for (int i = 0; i < 40; ++i) {
      TrialRecord trial;
      trial.trial = i;
      trial.policy = calls_in_a_row(i + 1);
      trial.outcome.emplace();
      trial.outcome->reward = i == 0 ? 0.64 : 0.60 + spread * std::sin(i);
      record.trials.push_back(trial);
    }
    return decide(record)->find("trial 0")->gain;
  };
  EXPECT_LT(gain(0.005), gain(0.06));
  EXPECT_LT(gain(0.005), 0.03) << "less than its own score says";
}

TEST(Decision, FailedRunsKeepAnArmOut) {
  EXPECT_EQ(decide(study({arm("manual", {0.5, 0.5}), arm("trial 3", {0.9, kFailed})}))->chosen, "manual");
  const std::optional<Decision> without =
      decide(study({arm("none", {0.2, 0.2}), arm("manual", {kFailed, 0.5}), arm("trial 3", {0.9, 0.9})}));
  EXPECT_EQ(without->reference, "none");
  EXPECT_EQ(without->chosen, "trial 3");
  EXPECT_FALSE(decide(study({arm("manual", {kFailed}), arm("trial 3", {kFailed})})));
  EXPECT_FALSE(decide(study({})));
}

TEST(Decision, WithoutABaselineTheHighestMeanIsKept) {
  EXPECT_EQ(
      decide(study({arm("trial 1", {0.5}, 4), arm("trial 2", {0.5}, 2), arm("trial 3", {0.4}, 1)}))->chosen,
      "trial 2");
}

TEST(Decision, OneSeedGivesAChoiceAndNoInterval) {
  const std::optional<Decision> decision =
      decide(study({arm("manual", {0.5}), arm("trivialaugment", {0.52}), arm("trial 1", {0.7})}));
  EXPECT_EQ(decision->chosen, "trial 1");
  EXPECT_FALSE(decision->has_intervals());
}

TEST(FinalNoise, TellsWhatLastsOverSeedsFromWhatDoesNot) {
  constexpr std::size_t kPictures = 2000;
  for (const double lasting : {0.0, 0.5, 1.0}) {
    ArmRecord a = arm("manual", {0, 0, 0});
    ArmRecord b = arm("trial 1", {0, 0, 0});
    add_pictures(a, kPictures, lasting, 1);
    add_pictures(b, kPictures, lasting, 2);
    const FinalNoise noise = noise_of({&a, &b}, false, kPictures);
    EXPECT_TRUE(noise.paired);
    // Independent arms: of one arm, p (1 - p) a picture, of which that share comes back with every seed.
    EXPECT_NEAR(noise.pictures, lasting * 0.24 * 1e4 / kPictures, 0.12);
  }
}

TEST(FinalNoise, WithPicturesOfTheirOwnSeedsHoldAllOfTheChance) {
  ArmRecord a = arm("manual", {0, 0, 0});
  ArmRecord b = arm("trial 1", {0, 0, 0});
  add_pictures(a, 400, 0.0, 1);
  add_pictures(b, 400, 0.0, 2);
  const FinalNoise noise = noise_of({&a, &b}, true, 400);
  EXPECT_EQ(noise.pictures, 0.0);
  EXPECT_GT(noise.run, 0.24 * 1e4 / 400 / 2);
}

TEST(FinalNoise, RunsThatDidNotSayWhichPicturesAreAssumedToBeLikeMost) {
  const ArmRecord a = arm("manual", {0.6, 0.6, 0.6});
  const ArmRecord b = arm("trial 1", {0.6, 0.6, 0.6});
  const FinalNoise few = noise_of({&a, &b}, false, 100);
  const FinalNoise many = noise_of({&a, &b}, false, 10000);
  EXPECT_FALSE(few.paired);
  EXPECT_NEAR(few.pictures, 100.0 * many.pictures, 1e-9);
  EXPECT_GT(few.run, many.run);
}

}  // namespace
}  // namespace variegate
