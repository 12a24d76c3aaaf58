#include "variegate/study/auto_proxy.h"

#include <gtest/gtest.h>

#include "tests/study/fake_study.h"

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

TEST(AutoProxy, TakesTheFullTaskWhereItFits) {
  EXPECT_EQ(proxy_for(needs(1000, 30)), ProxyTask());
  EXPECT_EQ(proxy_for(needs(49'000, 24 * 60)), ProxyTask());
}

TEST(AutoProxy, CutsImagesFirst) {
  const ProxyTask proxy = proxy_for(needs(49'000, 60));
  EXPECT_EQ(proxy.train, 2100);  // 216,000 images a trial, 100 epochs
  EXPECT_EQ(proxy.epochs, 0);
}

TEST(AutoProxy, CutsEpochsWhereImagesAreFewAndNotBelowThirty) {
  const ProxyTask ten = proxy_for(needs(49'000, 10));
  EXPECT_EQ(ten.train, 500);
  EXPECT_EQ(ten.epochs, 72);
  EXPECT_EQ(proxy_for(needs(49'000, 1)).epochs, 30);
  const ProxyTask few = proxy_for(needs(400, 5));
  EXPECT_EQ(few.train, 0) << "all there are";
  EXPECT_EQ(few.epochs, 45);
}

TEST(AutoProxy, KeepsEnoughImagesOfEachClass) {
  ProxyNeeds many = needs(100'000, 10);
  many.classes = 200;
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
      if (epochs == 30.0 && images == 500.0) continue;  // as small as it gets
      EXPECT_LE(static_cast<double>(trials) * images * epochs / (2 * 2000.0), 0.6 * 60.0 * minutes)
          << minutes << " minutes, " << trials << " trials";
    }
  }
}

TEST(AutoProxy, SpeedIsWhatOneWorkerGetsThrough) {
  std::atomic<bool> stop{false};
  FakeEvaluator evaluator({.slots = 3, .seconds_per_epoch = 0.5}, stop);
  EXPECT_DOUBLE_EQ(images_per_second(evaluator, 1000, Policy(), stop), 2000.0);
}

}  // namespace
}  // namespace variegate
