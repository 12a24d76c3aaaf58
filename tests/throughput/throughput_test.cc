#include "variegate/throughput/throughput.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "variegate/ops/op.h"
#include "variegate/throughput/made_pictures.h"

namespace variegate {
namespace {

TEST(Rate, IsTheMedianAndHalfTheDistanceBetweenTheQuartiles) {
  const Rate rate = summarised({70.0, 10.0, 40.0, 50.0, 30.0});
  EXPECT_EQ(rate.median, 40.0);
  EXPECT_EQ(rate.spread, (50.0 - 30.0) / 2.0 / 40.0);
  EXPECT_EQ(summarised({3.0}).median, 3.0);
  EXPECT_EQ(summarised({3.0}).spread, 0.0);
}

TEST(Rate, EveryThreadDoesItsShareUnderANumberOfItsOwn) {
  constexpr int kThreads = 3;
  std::array<std::atomic<int>, kThreads> done{};
  const auto pass = [&](int thread) { ++done.at(static_cast<std::size_t>(thread)); };
  const Rate rate = measure_rate(pass, 1.0, {.seconds = 0.01, .rounds = 2, .threads = kThreads});
  EXPECT_GT(rate.median, 0.0);
  EXPECT_GT(done[0] + done[1] + done[2], 0);
}

TEST(MadePictures, AreTheSameEveryTimeAndDifferFromEachOther) {
  const auto pictures = made_pictures(3, 50, 37);
  EXPECT_EQ(pictures, made_pictures(3, 50, 37));
  EXPECT_NE(pictures[0], pictures[1]);
  EXPECT_EQ(made_pictures(1, 1, 1)[0].pixels.size(), 3U);
}

// In photographs neighbours are alike, and yet nearly all values occur.
TEST(MadePictures, AreSmoothButUseTheRangeOfValues) {
  for (const Image& picture : made_pictures(8, 224, 224)) {
    double steps = 0.0;
    std::array<int, 256> counts{};
    for (std::size_t i = 3; i < picture.pixels.size(); ++i) {
      steps += std::abs(picture.pixels[i] - picture.pixels[i - 3]);
      ++counts[picture.pixels[i]];
    }
    EXPECT_LT(steps / static_cast<double>(picture.pixels.size()), 12.0);
    EXPECT_GT(std::count_if(counts.begin(), counts.end(), [](int count) { return count > 0; }), 128);
  }
}

TEST(Strongest, IsOneCallThatThePolicyCheckerAcceptsForEveryOperation) {
  for (const Op* op : all_ops(FieldKind::image)) {
    const Policy policy = strongest(*op);
    EXPECT_NO_THROW(check(policy)) << op->name;
    const Call& call = std::get<Call>(policy.root.value);
    EXPECT_EQ(call.op, op->name);
    if (op->magnitude.searchable) {
      EXPECT_EQ(call.arguments.at(0).value.low, op->magnitude.strongest);
    }
  }
}

TEST(PolicyRate, MeasuresEveryOperationOnSmallPictures) {
  const auto pictures = made_pictures(2, 9, 7);
  const RateOptions quick{.seconds = 0.001, .rounds = 1, .threads = 2};
  for (const Op* op : all_ops(FieldKind::image))
    EXPECT_GT(policy_rate(strongest(*op), pictures, quick).median, 0.0) << op->name;
  EXPECT_GT(copy_rate(pictures, quick).median, 0.0);
}

}  // namespace
}  // namespace variegate
