#include "variegate/trial/metric.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "variegate/core/json.h"

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

TEST(Metric, SurvivesJsonAndReadsAsPeopleDo) {
  const Json json = to_json(kLoss);
  EXPECT_EQ(metric_from_json(JsonReader(json, "test")), kLoss);
  EXPECT_EQ(value_text({}, 0.51234), "51.23 %");
  EXPECT_EQ(value_text(kLoss, 0.51234), "0.5123");
}

}  // namespace
}  // namespace variegate
