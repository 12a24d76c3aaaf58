#include "variegate/search/controller/policy_gradient.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/search/learning.h"
#include "tests/search/miniature.h"

namespace variegate {
namespace {

SearcherOptions options_of(const std::string& method, std::uint64_t seed, const Settings& given = {}) {
  return {
      .seed = seed, .trials = 0, .settings = completed(method, find_search_method(method)->settings, given)};
}

using miniature::outcome;

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
  const planted::Learning learnt =
      planted::learning(planted::shift("rotate", 0.9), space,
                        {.method = GetParam(), .trials = 150, .settings = {{"hidden", 40.0}}}, 0, 4);
  EXPECT_GT(learnt.reward.low, 0.0);
  EXPECT_LT(learnt.entropy.high, 0.0);
}

TEST_P(BothRules, BeginsAlmostUniform) {
  Space space;
  space.kind = SubPolicySpace{};
  PolicyGradient controller = searcher(space, 0);
  controller.propose(0);
  EXPECT_GT(controller.entropy(), 0.95);
}

// Nothing to learn where every reward is the same: only the entropy bonus moves, upwards.
TEST_P(BothRules, EqualRewardsTeachNothing) {
  const Space space = miniature::space_of("list");
  PolicyGradient controller = searcher(space, 1);
  for (std::int64_t trial = 0; trial < 200; ++trial) {
    const Point point = controller.propose(trial)->point;
    controller.observe(outcome(trial, point, 0.5));
  }
  EXPECT_GT(controller.entropy(), 0.97);
}

TEST_P(BothRules, AFailureIsAsBadAsTheWorstSoItsCauseIsAvoided) {
  const Space space = miniature::space_of("list");
  PolicyGradient controller = searcher(space, 2, {{"redraws", 0}});  // it draws what it has learnt to
  int early = 0, late = 0;
  for (std::int64_t trial = 0; trial < 400; ++trial) {
    const Point point = controller.propose(trial)->point;
    const bool fails = point.front() == 2;
    if (fails) ++(trial < 200 ? early : late);
    controller.observe(
        outcome(trial, point, 0.5 + 0.01 * (point.front() % 2), fails ? Ending::failed : Ending::complete));
  }
  EXPECT_GT(early, 0);
  EXPECT_LT(late, early);
}

TEST_P(BothRules, DrawsAnewWhatHasBeenTriedAsLongAsThereIsSomethingElse) {
  const Space space = miniature::space_of("list");
  PolicyGradient controller = searcher(space, 2, {{"redraws", 1000}});
  std::set<Point> tried;
  for (std::int64_t trial = 0; trial < 6; ++trial) tried.insert(controller.propose(trial)->point);
  EXPECT_EQ(tried.size(), 6u) << "all policies of the list";
  EXPECT_TRUE(controller.propose(6).has_value());
}

// Coordinates that do not matter are 0 in every proposal: never drawn, so never learnt from.
TEST_P(BothRules, DrawsOnlyWhatMatters) {
  const Space space = miniature::space_of("sub-policies");
  PolicyGradient controller = searcher(space, 3);
  for (std::int64_t trial = 0; trial < 30; ++trial) {
    const Point point = controller.propose(trial)->point;
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
      const Point point = controller.propose(trial)->point;
      controller.observe(outcome(trial, point, point.front() == 4 ? 0.9 : 0.2));
    }
    return controller.propose(299)->point.front();
  };
  for (std::uint64_t seed = 0; seed < 5; ++seed) EXPECT_EQ(last(seed, 1.0), 4);
}

// A bonus so large that it wins as long as it stays.
TEST_P(BothRules, TheEntropyBonusIsGoneWhenThePlannedTrialsAre) {
  const Space space = miniature::space_of("list");
  const auto entropy_in_the_end = [&](double anneal) {
    SearcherOptions options = options_of(GetParam(), 1, {{"anneal", anneal}, {"entropy-weight", 0.3}});
    options.trials = 400;
    const auto rule = GetParam() == "ppo" ? PolicyGradient::Rule::ppo : PolicyGradient::Rule::reinforce;
    PolicyGradient controller(rule, space, options);
    for (std::int64_t trial = 0; trial < 399; ++trial) {
      const Point point = controller.propose(trial)->point;
      controller.observe(outcome(trial, point, point.front() == 4 ? 0.9 : 0.6));
    }
    return controller.entropy();
  };
  EXPECT_LT(entropy_in_the_end(1.0), entropy_in_the_end(0.0) - 0.2);
}

TEST_P(BothRules, APointOfTheStartDesignCanBeLearntFrom) {
  const Space space = miniature::space_of("sub-policies");
  PolicyGradient controller = searcher(space, 3, {{"start", 1.0}, {"batch", 4.0}});
  PolicyGradient other = searcher(space, 3, {{"start", 0.0}, {"batch", 4.0}});
  for (std::int64_t trial = 0; trial < 30; ++trial) {
    const Point point = controller.propose(trial)->point;
    if (trial == 0) {
      EXPECT_NE(point, other.propose(0)->point);
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
    const Point a = ppo.propose(trial)->point;
    EXPECT_EQ(a, reinforce.propose(trial)->point) << trial;
    EXPECT_NEAR(ppo.entropy(), reinforce.entropy(), 1e-12);
    for (PolicyGradient* method : {&ppo, &reinforce}) method->observe(outcome(trial, a, 0.1 * a[0]));
  }
}

TEST(PolicyGradient, TheBatchGrowsWithThePlannedTrials) {
  const Space space = miniature::space_of("sub-policies");
  const auto points = [&](std::int64_t trials, double batch) {
    SearcherOptions options = options_of("reinforce", 1, {{"batch", batch}});
    options.trials = trials;
    PolicyGradient controller(PolicyGradient::Rule::reinforce, space, options);
    std::vector<Point> list;
    for (std::int64_t trial = 0; trial < 60; ++trial) {
      list.push_back(controller.propose(trial)->point);
      controller.observe(outcome(trial, list.back(), 0.1 * list.back()[0]));
    }
    return list;
  };
  EXPECT_EQ(points(300, 0), points(300, 10));
  EXPECT_EQ(points(700, 0), points(700, 14));
  EXPECT_EQ(points(5000, 0), points(5000, 20));
  EXPECT_NE(points(5000, 0), points(5000, 10));
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
      const Point point = ppo.propose(trial)->point;
      ppo.observe(outcome(trial, point, point.front() == 4 ? 0.9 : 0.2));
    }
    return ppo.entropy();
  };
  EXPECT_GT(entropy_after(0.05), entropy_after(5.0) + 0.1);
}

}  // namespace
}  // namespace variegate
