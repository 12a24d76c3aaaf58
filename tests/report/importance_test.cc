#include "variegate/report/importance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/report/sample_study.h"

namespace variegate {
namespace {

const OpImportance* find(const std::vector<OpImportance>& all, const std::string& op) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.op == op; });
  return found == all.end() ? nullptr : &*found;
}

Policy with_inversion(double probability) {
  Policy policy;
  policy.root = {Sequence{{{Call{.op = "flip_horizontal", .arguments = {}, .probability = 0.5}},
                           {Call{.op = "invert", .arguments = {}, .probability = probability}}}}};
  return policy;
}

// Reward falls by 0.2 from never to always inverted; the flip is in every policy alike.
StudyRecord inversion_study() {
  StudyRecord study;
  for (int trial = 0; trial < 40; ++trial) {
    const double share = trial % 11 / 10.0;
    TrialRecord record{.trial = trial, .point = {}, .policy = with_inversion(share), .outcome = Outcome{}};
    record.outcome->reward = 0.6 - 0.2 * share + (trial % 2 == 0 ? 0.002 : -0.002);
    study.trials.push_back(record);
  }
  study.final_round.push_back({.name = "trial 1", .policy = with_inversion(0.1), .seeds = {}, .values = {}});
  study.chosen = "trial 1";
  return study;
}

TEST(Importance, RecoversAPlantedHarmAndTheShareInTheChosenPolicy) {
  const auto importance = op_importance(inversion_study());
  const OpImportance* invert = find(importance, "invert");
  ASSERT_NE(invert, nullptr);
  EXPECT_NEAR(invert->effect, -0.2, 0.01);
  EXPECT_GT(invert->uncertainty, 0.0);
  EXPECT_NEAR(invert->share, 0.1, 1e-12);
}

TEST(Importance, OfTheBaseIsNotKnown) {
  const OpImportance flip = *find(op_importance(inversion_study()), "flip_horizontal");
  EXPECT_TRUE(std::isnan(flip.effect));
  EXPECT_NEAR(flip.share, 0.5, 1e-12);
}

TEST(Importance, OfFewTrialsIsNotSpokenOf) {
  StudyRecord study = inversion_study();
  EXPECT_EQ(importance_unknown(study), "");
  study.trials.resize(19);
  EXPECT_EQ(importance_unknown(study), "too few trials to tell: 19 of the 20 that it takes");
  EXPECT_TRUE(op_importance(study).empty());
  EXPECT_TRUE(op_importance({}).empty());
}

}  // namespace
}  // namespace variegate
