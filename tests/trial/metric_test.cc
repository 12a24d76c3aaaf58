#include "variegate/trial/metric.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "variegate/core/json.h"
#include "variegate/trial/evaluation.h"

namespace variegate {
namespace {

const Metric kLoss{.name = "loss", .larger_is_better = false, .share = false};
const Metric kScore{.name = "score", .larger_is_better = true, .share = false};
const Metric kError{.name = "error", .larger_is_better = false, .share = true};

TEST(Metric, AShareIsItsOwnRewardOrOneLessIt) {
  EXPECT_EQ(reward_of({}, 0.75), 0.75);
  EXPECT_EQ(reward_of(kError, 0.25), 0.75);
  EXPECT_EQ(value_of(kError, 0.75), 0.25);
}

TEST(Metric, ACrossEntropyBecomesAKnownReward) {
  EXPECT_DOUBLE_EQ(reward_of(kLoss, 0.0), 0.5);
  EXPECT_DOUBLE_EQ(reward_of(kLoss, 2.0), 0.25);
}

TEST(Metric, RewardsLieInTheUnitIntervalIncreaseWithQualityAndGiveTheValueBack) {
  const std::vector<double> values = {-1e12, -500.0, -2.5, -1.0, -1e-9, 0.0,
                                      1e-9,  0.5,    1.0,  2.5,  500.0, 1e12};
  for (const Metric& metric : {kLoss, kScore}) {
    double before = metric.larger_is_better ? -1.0 : 2.0;
    for (const double value : values) {
      const double reward = reward_of(metric, value);
      EXPECT_GE(reward, 0.0);
      EXPECT_LE(reward, 1.0);
      if (metric.larger_is_better) {
        EXPECT_GT(reward, before) << value;
      } else {
        EXPECT_LT(reward, before) << value;
      }
      before = reward;
      if (std::abs(value) <= 500.0) {
        EXPECT_NEAR(value_of(metric, reward), value, 1e-9);
      }
    }
    for (const double value : {-std::numeric_limits<double>::max(), std::numeric_limits<double>::max()}) {
      EXPECT_GE(reward_of(metric, value), 0.0);
      EXPECT_LE(reward_of(metric, value), 1.0);
    }
  }
}

TEST(Metric, TheSlopeTellsHowMuchTheValueChangesWithTheReward) {
  for (const Metric& metric : {Metric{}, kError, kLoss, kScore}) {
    for (const double reward : {0.2, 0.45, 0.7}) {
      constexpr double kStep = 1e-6;
      const double change = value_of(metric, reward + kStep) - value_of(metric, reward - kStep);
      EXPECT_NEAR(slope_of(metric, reward), change / (2.0 * kStep), 1e-4) << metric.name << " " << reward;
    }
  }
}

TEST(Metric, AGainIsADifferenceTowardsTheBetter) {
  EXPECT_EQ(gain_of({}, 0.5), 0.5);
  EXPECT_EQ(gain_of(kLoss, 0.5), -0.5);
}

TEST(Metric, AreListedFromTheirFilesAccuracyFirst) {
  const About about = metric_option();
  ASSERT_EQ(about.choices.front(), Metric{}.name);
  for (const std::string& name : about.choices) {
    const EvaluationMetric& metric = evaluation_metric(name);
    EXPECT_EQ(metric.metric.name, name);
    EXPECT_NE(about.summary.find(name + ": " + metric.summary), std::string::npos);
  }
  EXPECT_EQ(evaluation_metric("accuracy").metric, Metric{});
  EXPECT_EQ(evaluation_metric("loss").metric, kLoss);
  const Evaluation evaluation{.right = {true, false, true, true}, .loss = 0.7};
  EXPECT_EQ(evaluation_metric("accuracy").value(evaluation), 0.75);
  EXPECT_EQ(evaluation_metric("loss").value(evaluation), 0.7);
}

TEST(Metric, SurvivesJsonAndReadsAsPeopleDo) {
  const Json json = to_json(kLoss);
  EXPECT_EQ(metric_from_json(JsonReader(json, "test")), kLoss);
  EXPECT_EQ(value_text({}, 0.51234), "51.23 %");
  EXPECT_EQ(value_text(kLoss, 0.51234), "0.5123");
  EXPECT_EQ(difference_text({}, 0.01234), "+1.23");
  EXPECT_EQ(difference_text(kLoss, -0.01234), "-0.0123");
}

}  // namespace
}  // namespace variegate
