#include "variegate/study/proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/study/fake_study.h"
#include "tests/support/error_text.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"

namespace variegate {
namespace {

using ::testing::HasSubstr;

// Figures of scipy.stats: spearmanr and kendalltau.
TEST(RankCorrelation, AgreesWithScipy) {
  const std::vector<double> a{1.0, 2.0, 2.0, 4.0, 5.0, 6.0};
  const std::vector<double> b{2.0, 1.0, 3.0, 3.0, 6.0, 5.0};
  EXPECT_NEAR(spearman(a, b).value, 0.8088235294117647, 1e-12);
  EXPECT_NEAR(kendall(a, b), 0.6428571428571428, 1e-12);
}

TEST(RankCorrelation, IsOneForTheSameOrderAndMinusOneForTheOpposite) {
  const std::vector<double> a{0.1, 0.5, 0.2, 0.9, 0.4};
  std::vector<double> same, opposite;
  for (const double value : a) {
    same.push_back(std::exp(value));
    opposite.push_back(-value);
  }
  EXPECT_DOUBLE_EQ(spearman(a, same).value, 1.0);
  EXPECT_DOUBLE_EQ(kendall(a, same), 1.0);
  EXPECT_DOUBLE_EQ(spearman(a, opposite).value, -1.0);
  EXPECT_DOUBLE_EQ(kendall(a, opposite), -1.0);
}

TEST(RankCorrelation, IsNotKnownWithoutOrder) {
  EXPECT_TRUE(std::isnan(spearman(std::vector<double>{1, 2}, std::vector<double>{1, 2}).value));
  EXPECT_TRUE(std::isnan(spearman(std::vector<double>{1, 1, 1}, std::vector<double>{1, 2, 3}).value));
  EXPECT_TRUE(std::isnan(kendall(std::vector<double>{1, 1, 1}, std::vector<double>{1, 2, 3})));
}

// The share of intervals that hold the correlation of the whole (rho of normal pairs with r = .8 is .786).
TEST(RankCorrelation, IntervalHoldsTheTruthNearlyAsOftenAsItSays) {
  Stream random({.seed = 1});
  constexpr int kRepeats = 2000;
  int held = 0;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    std::vector<double> a, b;
    for (int i = 0; i < 20; ++i) {
      a.push_back(random.normal());
      b.push_back(0.8 * a.back() + 0.6 * random.normal());
    }
    const RankCorrelation found = spearman(a, b);
    if (found.low <= 0.786 && 0.786 <= found.high) ++held;
  }
  EXPECT_NEAR(static_cast<double>(held) / kRepeats, 0.95, 0.03);
}

TEST(Proxy, IsReadAndWrittenAsText) {
  const ProxyTask proxy = parse_proxy("epochs=50,resolution=16,train=500,child=small-conv:8");
  EXPECT_EQ(text_of(proxy), "train=500,epochs=50,child=small-conv:8,resolution=16");
  EXPECT_EQ(parse_proxy(text_of(proxy)), proxy);
  EXPECT_THAT(error_text([] { parse_proxy("epoch=50"); }), HasSubstr("did you mean 'epochs'?"));
  for (const char* wrong : {"", "epochs", "epochs=", "epochs=0", "epochs=5x", "epochs=5,,train=1"})
    EXPECT_THROW(parse_proxy(wrong), Error) << wrong;
}

TEST(Proxy, ChangesOfTheFullTaskWhatItNames) {
  Task full{.data = {.train = "photos", .train_size = 4000}, .epochs = 100};
  const Task task = applied(parse_proxy("train=500,child=small-conv:8"), full);
  EXPECT_EQ(task.data.train_size, 500);
  EXPECT_EQ(task.child.model, "small-conv:8");
  EXPECT_EQ(task.epochs, 100);
  EXPECT_EQ(task.data.train, "photos");
}

std::vector<ArmRecord> arms_with(const std::vector<double>& accuracies, double seconds) {
  std::vector<ArmRecord> arms;
  for (const double accuracy : accuracies) {
    ArmRecord arm;
    arm.values = {accuracy};
    arm.seconds = seconds;
    arms.push_back(arm);
  }
  return arms;
}

TEST(Proxy, AgreementTellsWhatChoosingByItCosts) {
  const double failed = std::nan("");
  const Agreement found =
      agreement(arms_with({0.5, 0.7, 0.6, 0.9, failed}, 10.0), arms_with({0.1, 0.4, 0.3, failed, 0.2}, 2.0));
  EXPECT_EQ(found.policies, 3u);
  EXPECT_DOUBLE_EQ(found.spearman.value, 1.0);
  EXPECT_DOUBLE_EQ(found.regret, 0.0) << "the best of those that both have";
  EXPECT_DOUBLE_EQ(found.share_of_time, 0.2);
  EXPECT_DOUBLE_EQ(agreement(arms_with({0.5, 0.7}, 1.0), arms_with({0.4, 0.3}, 1.0)).regret, 0.7 - 0.5);
}

TEST(Proxy, ByALossTheBestIsTheSmallest) {
  const Metric loss{.name = "loss", .larger_is_better = false, .share = false};
  const auto full = arms_with({2.5, 0.75, 1.5}, 1.0);
  EXPECT_DOUBLE_EQ(agreement(full, arms_with({3.0, 1.5, 1.0}, 1.0), loss).regret, 1.5 - 0.75);
  const Agreement same = agreement(full, full, loss);
  EXPECT_EQ(same.regret, 0.0);
  EXPECT_DOUBLE_EQ(same.kendall, 1.0);
}

TEST(Proxy, AMeasurementByALossIsReadBack) {
  const Metric loss{.name = "loss", .larger_is_better = false, .share = false};
  const std::vector<std::pair<std::string, Policy>> policies{{"a", {}}};
  const auto planned = [&] {
    return plan_measurement({.epochs = 10, .metric = "loss"}, {parse_proxy("epochs=4")}, policies, 2, 3);
  };
  std::atomic<bool> stop{false};
  ProxyMeasurement measured = planned();
  std::string asked;
  measure(
      measured,
      [&](const OpenRequest& open) -> std::unique_ptr<Evaluator> {
        asked = open.metric;
        return std::make_unique<FakeEvaluator>(FakeEvaluator::Behaviour{.metric = loss}, stop);
      },
      {}, stop);
  EXPECT_EQ(asked, "loss");
  EXPECT_EQ(measured.metric, loss);
  measured.arms[0][0].values[0] = 12.5;
  const Json json = to_json(measured);
  ProxyMeasurement again = planned();
  take_results(again, JsonReader(json, "proxy.json"));
  EXPECT_EQ(to_json(again), json);
  ProxyMeasurement by_accuracy = plan_measurement({.epochs = 10}, {parse_proxy("epochs=4")}, policies, 2, 3);
  EXPECT_THROW(take_results(by_accuracy, JsonReader(json, "proxy.json")), Error);
}

// What was measured in a session that was stopped is not measured again, and the results are those of one
// that was not.
TEST(Proxy, GoesOnWhereItWasStopped) {
  const StudyOptions options = fake_options();
  std::vector<std::pair<std::string, Policy>> policies;
  for (int i = 0; i < 6; ++i)
    policies.emplace_back("rotation " + std::to_string(i), decode(options.space, {5 * i}));
  const auto planned = [&](int seeds = 2) {
    return plan_measurement({.epochs = 10}, {parse_proxy("epochs=4"), parse_proxy("train=100")}, policies,
                            seeds, 3);
  };
  std::size_t started = 0;
  const auto run = [&](ProxyMeasurement& measurement, int runs) {
    std::atomic<bool> stop{false};
    int left = runs;
    const auto make = [&](const OpenRequest&) -> std::unique_ptr<Evaluator> {
      return std::make_unique<FakeEvaluator>(FakeEvaluator::Behaviour{}, stop);
    };
    const auto ended = [&](std::size_t, std::size_t, const std::string&) {
      ++started;
      if (--left == 0) stop = true;
    };
    try {
      measure(measurement, make, ended, stop);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::interrupted);
    }
  };
  ProxyMeasurement whole = planned();
  run(whole, -1);
  EXPECT_EQ(started, 36u);
  started = 0;
  ProxyMeasurement cut = planned();
  run(cut, 17);
  const Json kept = to_json(cut);
  ProxyMeasurement resumed = planned();
  take_results(resumed, JsonReader(kept, "proxy.json"));
  run(resumed, -1);
  EXPECT_EQ(started, 36u);
  EXPECT_EQ(to_json(resumed), to_json(whole));
  const Agreement found = agreement(whole.arms[0], whole.arms[1]);
  EXPECT_GT(found.spearman.value, 0.9) << "fewer epochs rank rotations alike here";

  ProxyMeasurement other = planned(3);
  EXPECT_THAT(error_text([&] { take_results(other, JsonReader(kept, "proxy.json")); }),
              HasSubstr("proxy.json: $.tasks[0].arms[0]: what was measured before differs"));
}

}  // namespace
}  // namespace variegate
