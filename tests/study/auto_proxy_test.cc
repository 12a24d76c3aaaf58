#include "variegate/study/auto_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/study/fake_study.h"
#include "tests/support/error_text.h"

namespace variegate {
namespace {

// 2 workers of 2,000 images/s: a minute of budget is 36 s of search, 3,600 images for each of 40 trials.
ProxyNeeds needs(std::size_t images, double minutes) {
  return {.train_images = images,
          .classes = 10,
          .epochs = 100,
          .images_per_second = 2000.0,
          .slots = 2,
          .budget_seconds = 60.0 * minutes,
          .trials = 0};
}

PopulationPlan plan_of(std::int64_t members, int train = 0, int epochs = 0) {
  PopulationPlan plan;
  plan.members = members;
  plan.task.train = train;
  plan.task.epochs = epochs;
  return plan;
}

TEST(AutoProxy, TakesTheFullTaskWhereItFits) {
  EXPECT_EQ(proxy_for(needs(1000, 30)), ProxyTask());
  EXPECT_EQ(proxy_for(needs(49'000, 24 * 60)), ProxyTask());
}

TEST(AutoProxy, CutsImagesFirst) {
  const ProxyTask proxy = proxy_for(needs(49'000, 60));
  EXPECT_EQ(proxy.train, 2100);  // 216,000 images a trial, 100 epochs
  EXPECT_EQ(proxy.epochs, 0);
}

TEST(AutoProxy, CutsEpochsWhereImagesAreFewAndNotBelowHalf) {
  const ProxyTask ten = proxy_for(needs(49'000, 10));
  EXPECT_EQ(ten.train, 500);
  EXPECT_EQ(ten.epochs, 72);
  EXPECT_EQ(proxy_for(needs(49'000, 1)).epochs, 50);
  const ProxyTask few = proxy_for(needs(400, 5));
  EXPECT_EQ(few.train, 0) << "all there are";
  EXPECT_EQ(few.epochs, 50);
  EXPECT_EQ(proxy_for(needs(400, 8)).epochs, 72);
}

TEST(AutoProxy, KeepsEnoughImagesOfEachClass) {
  ProxyNeeds many = needs(100'000, 10);
  many.classes = 200;
  EXPECT_EQ(proxy_for(many).train, 4000) << "where time is short";
  many.budget_seconds *= 20.0;
  EXPECT_EQ(proxy_for(many).train, 10'000);
}

TEST(AutoProxy, FitsTheTrialsAskedForWithinTheBudget) {
  for (const double minutes : {20.0, 45.0, 170.0, 600.0}) {
    for (const std::int64_t trials : {20, 60, 200}) {
      ProxyNeeds asked = needs(49'000, minutes);
      asked.trials = trials;
      const ProxyTask proxy = proxy_for(asked);
      const double images = proxy.train > 0 ? proxy.train : 49'000.0;
      const double epochs = proxy.epochs > 0 ? proxy.epochs : 100.0;
      if (epochs == 50.0 && images <= 500.0) continue;  // as small as it gets
      EXPECT_LE(static_cast<double>(trials) * images * epochs / (2 * 2000.0), 0.6 * 60.0 * minutes)
          << minutes << " minutes, " << trials << " trials";
    }
  }
}

// 2 workers of 2,000 images/s and 16 members, 8 behind each other: a minute of budget is 9,000 images for
// each.
TEST(PopulationPlan, IsTheFullTaskWithSixteenMembersWhereThatFits) {
  EXPECT_EQ(population_for(needs(1000, 12), false), plan_of(16));
}

TEST(PopulationPlan, CutsImagesThenEpochsThenMembers) {
  EXPECT_EQ(population_for(needs(49'000, 20), false), plan_of(16, 1800));
  EXPECT_EQ(population_for(needs(49'000, 4), false), plan_of(16, 500, 72));
  // 22,500 images for each of 16 members: less than 50 epochs of 500. For 14, in 7 rounds, 25,714.
  EXPECT_EQ(population_for(needs(49'000, 2.5), false), plan_of(14, 500, 51));
}

TEST(PopulationPlan, LeavesAloneWhatIsNamed) {
  EXPECT_EQ(population_for(needs(1000, 8), true), plan_of(10));
  ProxyNeeds named = needs(49'000, 4);
  named.members = 20;
  EXPECT_EQ(population_for(named, false), plan_of(20, 500, 57));
}

TEST(PopulationPlan, CountsWhatEvaluationsCostAfterEveryInterval) {
  ProxyNeeds evaluated = needs(49'000, 20);  // 1,800 images an epoch
  evaluated.evaluation_images = 5000;        // as 1,667 trained, every third epoch
  evaluated.interval = 3;
  EXPECT_EQ(population_for(evaluated, false), plan_of(16, 1200));
}

TEST(PopulationPlan, RefusesABudgetForWhichTheSmallestIsTooMuchAndNamesTheLeast) {
  const std::string text = error_text([] { population_for(needs(49'000, 1), false); });
  EXPECT_THAT(text, testing::HasSubstr("--budget: too short for a population"));
  // 4 rounds of 25,000 images at 2,000/s are 50 s, 60 % of the budget.
  EXPECT_THAT(text, testing::HasSubstr("got 60 s; expected at least 84 s for 8 members"));
  EXPECT_EQ(population_for(needs(49'000, 84.0 / 60.0), false).members, 8);
  ProxyNeeds named = needs(1000, 6);
  named.members = 16;
  EXPECT_THAT(error_text([&] { population_for(named, true); }),
              testing::HasSubstr("at least 667 s for 16 members"));
}

TEST(AutoProxy, WhereHardlyAStartDesignFitsItIsCutHarder) {
  const ProxyTask soft = proxy_for(needs(49'000, 7));
  EXPECT_EQ(soft.train, 500);
  EXPECT_EQ(soft.epochs, 50) << "25,200 images for each of 24 trials";
  const ProxyTask harder = proxy_for(needs(49'000, 2));
  EXPECT_EQ(harder.train, 200);
  EXPECT_EQ(harder.epochs, 60) << "12,000 images for each of 24 trials";
  const ProxyTask hard = proxy_for(needs(49'000, 0.2));
  EXPECT_EQ(hard.train, 200);
  EXPECT_EQ(hard.epochs, 50);
}

// 2 workers of 2,000 images/s at 64x64.
TEST(AutoProxy, TakesTheUsualSideWhenEnoughTrialsFitAndASmallerOneWhenNot) {
  const std::vector<int> sides{224, 160, 128, 96, 64};
  const auto side = [&](double minutes, std::size_t images = 1000) {
    return choose_side(needs(images, minutes), sides, 96, 64, false).side;
  };
  EXPECT_EQ(side(20), 96);
  EXPECT_EQ(side(0.1), 64);
  EXPECT_GT(side(24 * 60), 96) << "a day has room for larger ones";
  int before = 0;
  for (const double minutes : {0.1, 1.0, 3.0, 10.0, 60.0, 600.0, 6000.0}) {
    EXPECT_GE(side(minutes), before) << "more time never takes a smaller one: " << minutes;
    before = side(minutes);
  }
}

TEST(AutoProxy, SaysHowManyTrialsFitAndWhatIsTheLeast) {
  const TrialPlan plan = plan_trials(needs(1000, 30), false);
  EXPECT_EQ(plan.task, ProxyTask());
  EXPECT_DOUBLE_EQ(plan.seconds, 50.0);  // 100,000 images at 2,000/s
  EXPECT_EQ(plan.trials, 43);            // 1,080 s of two workers
  EXPECT_FALSE(few_trials(plan));
  EXPECT_DOUBLE_EQ(least_budget(needs(1000, 30), plan), 75.0);
  const TrialPlan kept = plan_trials(needs(49'000, 3), true);
  EXPECT_EQ(kept.task, ProxyTask());
  EXPECT_EQ(kept.trials, 0);
  EXPECT_TRUE(few_trials(kept));
}

std::optional<double> measured(const FakeEvaluator::Behaviour& behaviour, double most) {
  std::atomic<bool> stop{false};
  FakeEvaluator evaluator(behaviour, stop);
  return speed_of_training(
      evaluator, 1000, Policy(), most, [&] { return evaluator.clock(); }, stop);
}

TEST(AutoProxy, SpeedIsWhatOneWorkerTrainsAndIsMeasuredInTime) {
  const FakeEvaluator::Behaviour quick{
      .slots = 3, .seconds_per_epoch = 0.5, .tells_epochs = true, .clock_per_event = 0.1};
  EXPECT_DOUBLE_EQ(measured(quick, 100.0).value(), 2000.0);
  FakeEvaluator::Behaviour slow = quick;
  slow.clock_per_event = 60.0;
  EXPECT_EQ(measured(slow, 100.0), std::nullopt) << "three first epochs, and the time is up";
}

}  // namespace
}  // namespace variegate
