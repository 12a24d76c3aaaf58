#include "variegate/search/policy_gradient.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/search/miniature.h"
#include "tests/search/planted.h"

namespace variegate {
namespace {

SearcherOptions options_of(const std::string& method, std::uint64_t seed, const Settings& given = {}) {
  return {
      .seed = seed, .trials = 0, .settings = completed(method, find_search_method(method)->settings, given)};
}

Outcome outcome(std::int64_t trial, const Point& point, double reward, Ending ending = Ending::complete) {
  Outcome told;
  told.trial = trial;
  told.point = point;
  told.ending = ending;
  told.reward = reward;
  return told;
}

// Over seeds: the slope of something by trial, with its standard error.
struct Trend {
  double mean = 0.0;
  double error = 0.0;
};
Trend trend(const std::vector<std::vector<double>>& runs) {
  std::vector<double> slopes;
  for (const std::vector<double>& run : runs) {
    const double centre = (static_cast<double>(run.size()) - 1.0) / 2.0;
    double above = 0.0, below = 0.0;
    for (std::size_t i = 0; i < run.size(); ++i) {
      const double x = static_cast<double>(i) - centre;
      above += x * run[i];
      below += x * x;
    }
    slopes.push_back(above / below);
  }
  Trend found;
  const auto count = static_cast<double>(slopes.size());
  for (const double slope : slopes) found.mean += slope / count;
  double square = 0.0;
  for (const double slope : slopes) square += (slope - found.mean) * (slope - found.mean);
  found.error = std::sqrt(square / (count - 1.0) / count);
  return found;
}

class BothRules : public testing::TestWithParam<std::string> {
 protected:
  static PolicyGradient searcher(const Space& space, std::uint64_t seed, const Settings& given = {}) {
    const auto rule = GetParam() == "ppo" ? PolicyGradient::Rule::ppo : PolicyGradient::Rule::reinforce;
    return PolicyGradient(rule, space, options_of(GetParam(), seed, given));
  }
};

TEST_P(BothRules, OverARunTheRewardOfItsDrawsRisesAndTheirEntropyFalls) {
  Space space;
  space.kind = SubPolicySpace{};
  const planted::Problem problem = planted::shift("rotate", 0.9);
  std::vector<std::vector<double>> rewards, entropies;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    PolicyGradient controller = searcher(space, seed, {{"hidden", 40.0}});
    std::vector<double> reward, entropy;
    for (std::int64_t trial = 0; trial < 150; ++trial) {
      const Point point = *controller.propose(trial);
      reward.push_back(problem.reward(planted::uses_of(std::get<SubPolicySpace>(space.kind), point)));
      entropy.push_back(controller.entropy());
      controller.observe(outcome(trial, point, reward.back()));
    }
    rewards.push_back(reward);
    entropies.push_back(entropy);
    EXPECT_GT(entropy.front(), 0.95);  // begins near uniform
  }
  constexpr double kT975 = 3.182;  // Student's t, 3 degrees of freedom
  const Trend reward = trend(rewards), entropy = trend(entropies);
  EXPECT_GT(reward.mean - kT975 * reward.error, 0.0);
  EXPECT_LT(entropy.mean + kT975 * entropy.error, 0.0);
}

// Nothing to learn where every reward is the same: only the entropy bonus moves, upwards.
TEST_P(BothRules, EqualRewardsTeachNothing) {
  const Space space = miniature::space_of("list");
  PolicyGradient controller = searcher(space, 1);
  for (std::int64_t trial = 0; trial < 200; ++trial) {
    const Point point = *controller.propose(trial);
    controller.observe(outcome(trial, point, 0.5));
  }
  EXPECT_GT(controller.entropy(), 0.97);
}

TEST_P(BothRules, AFailureIsAsBadAsTheWorstSoItsCauseIsAvoided) {
  const Space space = miniature::space_of("list");
  PolicyGradient controller = searcher(space, 2);
  int early = 0, late = 0;
  for (std::int64_t trial = 0; trial < 400; ++trial) {
    const Point point = *controller.propose(trial);
    const bool fails = point.front() == 2;
    if (fails) ++(trial < 200 ? early : late);
    controller.observe(
        outcome(trial, point, 0.5 + 0.01 * (point.front() % 2), fails ? Ending::failed : Ending::complete));
  }
  EXPECT_GT(early, 0);
  EXPECT_LT(late, early);
}

// Coordinates that do not matter are 0 in every proposal: never drawn, so never learnt from.
TEST_P(BothRules, DrawsOnlyWhatMatters) {
  const Space space = miniature::space_of("sub-policies");
  PolicyGradient controller = searcher(space, 3);
  for (std::int64_t trial = 0; trial < 30; ++trial) {
    const Point point = *controller.propose(trial);
    EXPECT_EQ(point, canonical(space, point));
    controller.observe(outcome(trial, point, 0.1 * point[0]));
  }
}

TEST_P(BothRules, TheLastOfThePlannedTrialsIsTheMode) {
  const Space space = miniature::space_of("list");
  const auto last = [&](std::uint64_t seed, double mode_last) {
    SearcherOptions options = options_of(GetParam(), seed, {{"mode-last", mode_last}});
    options.trials = 300;
    PolicyGradient controller(
        GetParam() == "ppo" ? PolicyGradient::Rule::ppo : PolicyGradient::Rule::reinforce, space, options);
    for (std::int64_t trial = 0; trial < 299; ++trial) {
      const Point point = *controller.propose(trial);
      controller.observe(outcome(trial, point, point.front() == 4 ? 0.9 : 0.2));
    }
    return controller.propose(299)->front();
  };
  for (std::uint64_t seed = 0; seed < 5; ++seed) EXPECT_EQ(last(seed, 1.0), 4);
}

TEST_P(BothRules, APointOfTheStartDesignCanBeLearntFrom) {
  const Space space = miniature::space_of("sub-policies");
  PolicyGradient controller = searcher(space, 3, {{"start", 1.0}, {"batch", 4.0}});
  PolicyGradient other = searcher(space, 3, {{"start", 0.0}, {"batch", 4.0}});
  for (std::int64_t trial = 0; trial < 30; ++trial) {
    const Point point = *controller.propose(trial);
    if (trial == 0) {
      EXPECT_NE(point, *other.propose(0));
    }
    controller.observe(outcome(trial, point, 0.1 * point[0]));
  }
}

INSTANTIATE_TEST_SUITE_P(PolicyGradient, BothRules, testing::Values("reinforce", "ppo"));

// With one pass there is nothing to clip, and the gradient of PPO is that of REINFORCE.
TEST(PolicyGradient, PpoOfOnePassIsReinforce) {
  const Space space = miniature::space_of("sub-policies");
  PolicyGradient ppo(PolicyGradient::Rule::ppo, space,
                     options_of("ppo", 1, {{"epochs", 1.0}, {"learning-rate", 0.02}}));
  PolicyGradient reinforce(PolicyGradient::Rule::reinforce, space,
                           options_of("reinforce", 1, {{"learning-rate", 0.02}}));
  for (std::int64_t trial = 0; trial < 60; ++trial) {
    const Point a = *ppo.propose(trial);
    EXPECT_EQ(a, *reinforce.propose(trial)) << trial;
    EXPECT_NEAR(ppo.entropy(), reinforce.entropy(), 1e-12);
    for (PolicyGradient* method : {&ppo, &reinforce}) method->observe(outcome(trial, a, 0.1 * a[0]));
  }
}

// What is clipped teaches no more: from a narrow clip many passes learn less than from a wide one.
TEST(PolicyGradient, TheClipBoundsWhatManyPassesLearn) {
  const Space space = miniature::space_of("list");
  const auto entropy_after = [&](double clip) {
    PolicyGradient ppo(
        PolicyGradient::Rule::ppo, space,
        options_of("ppo", 1,
                   {{"epochs", 100.0}, {"clip", clip}, {"learning-rate", 1e-3}, {"entropy-weight", 0.0}}));
    for (std::int64_t trial = 0; trial < 12; ++trial) {
      const Point point = *ppo.propose(trial);
      ppo.observe(outcome(trial, point, point.front() == 4 ? 0.9 : 0.2));
    }
    return ppo.entropy();
  };
  EXPECT_GT(entropy_after(0.05), entropy_after(5.0) + 0.1);
}

}  // namespace
}  // namespace variegate
