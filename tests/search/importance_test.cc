#include "variegate/search/importance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/search/planted.h"

namespace variegate {
namespace {

Policy policy_of(const std::vector<std::pair<std::string, double>>& calls) {
  Sequence sequence;
  for (const auto& [op, probability] : calls) {
    sequence.steps.push_back({Call{.op = op, .arguments = {}, .probability = probability, .field = "image"}});
  }
  Policy policy;
  policy.root = {sequence};
  return policy;
}

// Trials over four operations with random shares; rotate helps by .2, invert hurts by .3, the others do
// nothing.
std::vector<std::pair<Policy, double>> trials(int number) {
  std::vector<std::pair<Policy, double>> list;
  for (int i = 0; i < number; ++i) {
    Stream random({.seed = 1, .epoch = 0, .sample = static_cast<std::uint64_t>(i), .place = 3});
    std::vector<std::pair<std::string, double>> calls{{"flip_horizontal", 0.5}};  // a base, in every trial
    double reward = 0.5;
    for (const auto& [op, effect] : {std::pair{"rotate", 0.2}, std::pair{"invert", -0.3},
                                     std::pair{"equalize", 0.0}, std::pair{"grey", 0.0}}) {
      const double share = random.uniform();
      calls.emplace_back(op, share);
      reward += effect * share;
    }
    list.emplace_back(policy_of(calls), reward + 0.01 * random.normal());
  }
  return list;
}

const OpEffect& find(const std::vector<OpEffect>& effects, const std::string& op) {
  for (const OpEffect& effect : effects) {
    if (effect.op == op) return effect;
  }
  throw std::runtime_error("no effect of " + op);
}

TEST(Importance, RecoversPlantedEffectsWithinTheirUncertainty) {
  const auto effects = op_effects(trials(40));
  ASSERT_EQ(effects.size(), 4u);
  EXPECT_EQ(effects.front().op, "rotate");
  EXPECT_EQ(effects.back().op, "invert");
  for (const auto& [op, truth] : {std::pair{"rotate", 0.2}, std::pair{"invert", -0.3},
                                  std::pair{"equalize", 0.0}, std::pair{"grey", 0.0}}) {
    const OpEffect& effect = find(effects, op);
    EXPECT_NEAR(effect.effect, truth, 3.5 * effect.uncertainty) << op;
    EXPECT_LT(effect.uncertainty, 0.02) << op;
    EXPECT_EQ(effect.trials, 40);
  }
}

TEST(Importance, IsLessSureWithFewerTrials) {
  EXPECT_GT(find(op_effects(trials(8)), "rotate").uncertainty,
            find(op_effects(trials(80)), "rotate").uncertainty);
}

TEST(Importance, LeavesOutWhatEveryTrialHas) {
  for (const OpEffect& effect : op_effects(trials(20))) EXPECT_NE(effect.op, "flip_horizontal");
}

TEST(Importance, FailedTrialsDoNotCount) {
  auto list = trials(30);
  const auto before = op_effects(list);
  list.emplace_back(policy_of({{"posterize", 1.0}}), std::numeric_limits<double>::quiet_NaN());
  const auto after = op_effects(list);
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(after[i].effect, before[i].effect);
}

TEST(Importance, HasNothingToSayOfFewerThanThreeTrialsOrOfEqualOnes) {
  EXPECT_TRUE(op_effects({}).empty());
  EXPECT_TRUE(op_effects(trials(2)).empty());
  const std::vector<std::pair<Policy, double>> equal(5, {policy_of({{"rotate", 0.5}}), 0.4});
  EXPECT_TRUE(op_effects(equal).empty());
}

TEST(Importance, EqualRewardsMeanNoEffect) {
  auto list = trials(20);
  for (auto& [policy, reward] : list) reward = 0.5;
  for (const OpEffect& effect : op_effects(list)) EXPECT_NEAR(effect.effect, 0.0, 1e-9);
}

}  // namespace
}  // namespace variegate
