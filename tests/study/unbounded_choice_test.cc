// The choice after a final round where policies are judged by a metric without a range, played on planted
// worlds: what is true of every policy is known, and only runs are seen.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/study/made_arms.h"
#include "variegate/core/random.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/decision.h"
#include "variegate/study/final_plan.h"

namespace variegate {
namespace {

// Losses of 40 trials, whose policies differ by `spread` about 1, and of three of them beside "none" and
// "manual" in a final round.
struct World {
  double spread = 0.1;
  double noise = 0.05;  // between runs of one policy
  double manual = 1.0;  // its true loss
  double none = 1.3;    // and that of no augmentation
  std::size_t seeds = 3;
  double times = 1.0;  // what all losses are multiplied by
  bool larger_is_better = false;
};

struct Played {
  StudyRecord record;
  std::vector<double> losses;  // true ones, of the arms
};

Played play(const World& world, std::uint64_t key) {
  Played played;
  StudyRecord& record = played.record;
  record.data.metric = {.name = "loss", .larger_is_better = world.larger_is_better, .share = false};
  record.data.evaluation_samples = 3000;
  record.final_folds = true;
  Stream chance({.seed = key, .epoch = 0, .sample = 0, .place = hash_text("planted")});
  const auto measured = [&](double loss) {
    const double value = world.times * (loss + world.noise * chance.normal());
    return world.larger_is_better ? -value : value;
  };
  std::vector<double> of_trial;
  for (int i = 0; i < 40; ++i) {
    TrialRecord trial;
    trial.trial = i;
    trial.policy = calls_in_a_row(i + 1);
    trial.outcome.emplace();
    of_trial.push_back(1.0 + world.spread * chance.normal());
    trial.outcome->reward = reward_of(record.data.metric, measured(of_trial.back()));
    record.trials.push_back(trial);
  }
  const auto add = [&](const std::string& name, const Policy& policy, bool baseline, double loss) {
    ArmRecord arm{.name = name, .policy = policy, .baseline = baseline, .seeds = {}, .values = {}};
    for (std::size_t seed = 0; seed < world.seeds; ++seed) {
      arm.seeds.push_back(seed);
      arm.values.push_back(measured(loss));
    }
    record.final_round.push_back(std::move(arm));
    played.losses.push_back(loss);
  };
  add("none", {}, true, world.none);
  add("manual", calls_in_a_row(1), true, world.manual);
  for (const TrialRecord* trial : best_trials(record, 3, {}))
    add(trial_name(trial->trial), trial->policy, false, of_trial[static_cast<std::size_t>(trial->trial)]);
  return played;
}

struct Outcomes {
  int below = 0;         // searches in which what is kept is truly worse than manual
  double kept = 0.0;     // mean gain over manual of what is kept
  double by_mean = 0.0;  // and of the arm with the best mean
};

Outcomes play_many(const World& world, int searches) {
  Outcomes outcomes;
  for (int i = 0; i < searches; ++i) {
    const Played played = play(world, static_cast<std::uint64_t>(i));
    const std::vector<ArmRecord>& arms = played.record.final_round;
    const Decision decision = *decide(played.record);
    std::size_t best = 0;
    for (std::size_t k = 0; k < arms.size(); ++k) {
      const double gain = (world.manual - played.losses[k]) / searches;
      if (arms[k].name == decision.chosen) {
        outcomes.kept += gain;
        if (gain < 0.0) ++outcomes.below;
      }
      if (arm_mean(arms[k]) < arm_mean(arms[best])) best = k;
    }
    outcomes.by_mean += (world.manual - played.losses[best]) / searches;
  }
  return outcomes;
}

TEST(ChoiceWithoutARange, KeepsAGainAndIsHardlyEverBelowManual) {
  for (const double noise : {0.02, 0.05, 0.1}) {
    for (const std::size_t seeds : {2, 3, 5}) {
      const Outcomes outcomes = play_many({.noise = noise, .seeds = seeds}, 200);
      EXPECT_LE(outcomes.below, 2) << noise << ", " << seeds;
      EXPECT_GE(outcomes.kept, 0.8 * outcomes.by_mean) << noise << ", " << seeds;
    }
  }
}

TEST(ChoiceWithoutARange, IsHardlyEverFooledWhereManualIsHardToBeat) {
  for (const double noise : {0.05, 0.1}) {
    const Outcomes outcomes = play_many({.noise = noise, .manual = 0.85}, 200);
    EXPECT_LE(outcomes.below, 10) << noise;
  }
}

TEST(ChoiceWithoutARange, BelievesAClearGain) {
  const Played played = play({.noise = 0.01, .manual = 1.0}, 1);
  const Decision decision = *decide(played.record);
  EXPECT_NE(decision.chosen, "manual");
  EXPECT_GT(decision.find(decision.chosen)->better, 0.99);
}

TEST(ChoiceWithoutARange, DoesNotDependOnTheUnit) {
  for (std::uint64_t key = 0; key < 20; ++key) {
    const Decision one = *decide(play({.noise = 0.1, .manual = 0.9}, key).record);
    for (const double times : {1e-3, 1e3}) {
      const Decision other = *decide(play({.noise = 0.1, .manual = 0.9, .times = times}, key).record);
      EXPECT_EQ(other.chosen, one.chosen);
      ASSERT_EQ(other.arms.size(), one.arms.size());
      for (std::size_t k = 0; k < one.arms.size(); ++k) {
        EXPECT_NEAR(other.arms[k].better, one.arms[k].better, 1e-6);
        EXPECT_NEAR(other.arms[k].gain, times * one.arms[k].gain, 1e-6 * times);
        EXPECT_NEAR(other.arms[k].high, times * one.arms[k].high, 1e-6 * times);
      }
    }
  }
}

TEST(ChoiceWithoutARange, IsTheSameWhereLargerValuesAreBetter) {
  const Decision loss = *decide(play({}, 3).record);
  const Decision gain = *decide(play({.larger_is_better = true}, 3).record);
  EXPECT_EQ(gain.chosen, loss.chosen);
  for (std::size_t k = 0; k < loss.arms.size(); ++k) {
    EXPECT_NEAR(gain.arms[k].gain, -loss.arms[k].gain, 1e-9);
    EXPECT_NEAR(gain.arms[k].better, loss.arms[k].better, 1e-9);
  }
}

// A training that diverged, in the search or as an arm, says nothing about the others.
TEST(ChoiceWithoutARange, StaysTheSameBesideATrainingThatDiverged) {
  const Played played = play({.noise = 0.02}, 1);
  const Decision sound = *decide(played.record);
  StudyRecord diverged = played.record;
  diverged.trials.back().outcome->reward = reward_of(diverged.data.metric, 1e9);
  diverged.final_round.front().values = {1e6, 4.0, 1e30};
  const Decision beside = *decide(diverged);
  EXPECT_NE(sound.chosen, "manual");
  EXPECT_EQ(beside.chosen, sound.chosen);
  EXPECT_NEAR(beside.find(sound.chosen)->gain, sound.find(sound.chosen)->gain, 0.02);
  EXPECT_NEAR(beside.find("none")->better, 0.0, 0.01);
}

TEST(ChoiceWithoutARange, NeedsNoTrialsAndBearsTies) {
  StudyRecord record = play({.noise = 0.02}, 1).record;
  record.trials.clear();
  EXPECT_NE(decide(record)->chosen, "manual");
  for (ArmRecord& arm : record.final_round) arm.values.assign(arm.values.size(), 1.0);
  const Decision tied = *decide(record);
  EXPECT_EQ(tied.chosen, "manual");
  EXPECT_NEAR(tied.arms.front().better, 0.5, 1e-6);
}

TEST(ChoiceWithoutARange, OneSeedOfATinyGainIsNotCertain) {
  StudyRecord record = play({.noise = 0.0, .seeds = 1}, 1).record;
  record.final_round.resize(3);
  record.final_round[1].values = {1.0};
  record.final_round[2].values = {0.99};
  const Decision decision = *decide(record);
  EXPECT_EQ(decision.chosen, "manual");
  EXPECT_LT(decision.find(record.final_round[2].name)->better, 0.9);
}

}  // namespace
}  // namespace variegate
