#include "variegate/study/early_stop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/error_text.h"
#include "variegate/core/error.h"

namespace variegate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const EarlyStopRule& median_rule() { return early_stop_rule("median"); }
const EarlyStopRule& halving() { return early_stop_rule("halving"); }

// Others that stood at .3 after 60 epochs and at .5 after 80: the running average at 80 is .4.
Race among(int others, Curve own, std::size_t validation_images = 10'000) {
  return {
      .own = std::move(own),
      .others = std::vector<Curve>(static_cast<std::size_t>(others), Curve{{60, 0.3}, {80, 0.5}, {100, 0.6}}),
      .validation_images = validation_images};
}

TEST(EarlyStop, ReportsAreFewAndLateAndEndWithTheTrial) {
  EXPECT_THAT(report_epochs(early_stop_rule("none"), 0, 100), ElementsAre(100));
  EXPECT_THAT(report_epochs(median_rule(), 0, 100), ElementsAre(60, 80, 100));
  EXPECT_THAT(report_epochs(halving(), 0, 100), ElementsAre(50, 75, 100));
  EXPECT_THAT(report_epochs(median_rule(), 0, 3), ElementsAre(2, 3));
  EXPECT_THAT(report_epochs(halving(), 0, 1), ElementsAre(1));
}

TEST(EarlyStop, NoneNeverStops) { EXPECT_FALSE(early_stop_rule("none").hopeless(among(50, {{60, 0.0}}))); }

TEST(EarlyStop, MedianComparesTheBestWithRunningAveragesAtEqualEpoch) {
  // Two standard errors of .4 on 10,000 images are .0098.
  EXPECT_TRUE(median_rule().hopeless(among(5, {{60, 0.2}, {80, 0.38}})));
  EXPECT_FALSE(median_rule().hopeless(among(5, {{60, 0.2}, {80, 0.42}})));
  EXPECT_FALSE(median_rule().hopeless(among(5, {{60, 0.42}, {80, 0.1}}))) << "its best counts";
  EXPECT_FALSE(median_rule().hopeless(among(5, {{60, 0.295}}))) << "the others' later accuracy does not";
}

TEST(EarlyStop, MedianLeavesAMarginForTheNoiseOfTheEvaluation) {
  EXPECT_TRUE(median_rule().hopeless(among(5, {{80, 0.36}}, 10'000)));
  EXPECT_FALSE(median_rule().hopeless(among(5, {{80, 0.36}}, 200)));  // two standard errors: .069
}

TEST(EarlyStop, MedianWaitsForFiveOthersAtThatEpoch) {
  EXPECT_FALSE(median_rule().hopeless(among(4, {{80, 0.0}})));
  EXPECT_TRUE(median_rule().hopeless(among(5, {{80, 0.0}})));
  EXPECT_FALSE(median_rule().hopeless(among(5, {{70, 0.0}}))) << "nobody was evaluated there";
}

TEST(EarlyStop, HalvingKeepsTheBetterHalfOfThoseThatCameToTheRung) {
  const auto race = [](double own) {
    return Race{.own = {{50, own}}, .others = {{{50, 0.1}}, {{50, 0.2}}, {{50, 0.3}}, {{50, 0.4}}, {}}};
  };
  EXPECT_TRUE(halving().hopeless(race(0.15)));
  EXPECT_FALSE(halving().hopeless(race(0.25)));  // third of five
  EXPECT_TRUE(halving().hopeless(race(0.19)));
  EXPECT_FALSE(halving().hopeless(race(0.2))) << "a tie goes on";
}

TEST(EarlyStop, HalvingWaitsForFourOthers) {
  EXPECT_FALSE(halving().hopeless({.own = {{50, 0.0}}, .others = {{{50, 0.1}}, {{50, 0.2}}, {{50, 0.3}}}}));
}

TEST(EarlyStop, AshaKeepsTheBestThirdOfThoseThatCameToTheRung) {
  const EarlyStopRule& asha = early_stop_rule("asha");
  EXPECT_THAT(report_epochs(asha, 5, 90), ElementsAre(10, 30, 90));
  const auto race = [](double own) {
    return Race{.own = {{10, own}},
                .others = {{{10, 0.1}}, {{10, 0.2}}, {{10, 0.3}}, {{10, 0.4}}, {{10, 0.5}}}};
  };
  EXPECT_FALSE(asha.hopeless(race(0.45))) << "second of six";
  EXPECT_TRUE(asha.hopeless(race(0.35))) << "third of six";
  EXPECT_FALSE(asha.hopeless({.own = {{10, 0.0}}, .others = {{{10, 0.5}}}}))
      << "of two nobody is left behind";
}

TEST(EarlyStop, HyperbandDealsTrialsToItsBrackets) {
  const EarlyStopRule& hyperband = early_stop_rule("hyperband");
  std::vector<int> dealt(3, 0);
  for (std::int64_t trial = 17; trial < 34; ++trial) ++dealt[bracket_of(hyperband, trial)];
  EXPECT_THAT(dealt, ElementsAre(9, 5, 3));
  EXPECT_THAT(report_epochs(hyperband, 0, 90), ElementsAre(10, 30, 90));
  EXPECT_THAT(report_epochs(hyperband, 9, 90), ElementsAre(30, 90));
  EXPECT_THAT(report_epochs(hyperband, 16, 90), ElementsAre(90));
}

TEST(EarlyStop, AMisspeltRuleIsAnErrorWithTheNearestName) {
  EXPECT_THAT(error_text([] { early_stop_rule("medain"); }), HasSubstr("did you mean 'median'?"));
}

}  // namespace
}  // namespace variegate
