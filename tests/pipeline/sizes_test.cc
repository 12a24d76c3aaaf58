// A policy found at one size is the same augmentation at another.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/lengths.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

// Where a policy moves four points, as shares of the side.
std::vector<double> places(const Pipeline& pipeline, int side, std::uint64_t index) {
  Sample sample = image_sample(Image(side, side, 3, 90), 0, index);
  Keypoints points;
  for (const double x : {0.2, 0.7})
    for (const double y : {0.4, 0.9}) points.points.push_back({.x = x * side, .y = y * side});
  sample.fields.push_back({"points", points});
  Scratch scratch;
  pipeline.apply(sample, 2, scratch);
  std::vector<double> shares;
  for (const Keypoint& point : std::get<Keypoints>(sample.find("points")->value).points) {
    shares.push_back(point.x / side);
    shares.push_back(point.y / side);
  }
  return shares;
}

void expect_same(const Policy& one, int one_side, const Policy& other, int other_side, double within) {
  const Pipeline first(one, 5), second(other, 5);
  double moved = 0.0;
  for (std::uint64_t i = 0; i < 150; ++i) {
    const std::vector<double> a = places(first, one_side, i), b = places(second, other_side, i);
    for (std::size_t k = 0; k < a.size(); ++k) {
      EXPECT_NEAR(a[k], b[k], within) << i;
      moved += std::abs(a[k] - (k % 2 == 0 ? (k < 4 ? 0.2 : 0.7) : (k % 4 == 1 ? 0.4 : 0.9)));
    }
  }
  EXPECT_GT(moved, 1.0);
}

TEST(Sizes, APolicyFoundAt64MovesPicturesAlikeAt448) {
  const Policy flip = base_policy("flip");
  for (const Policy& policy : {base_policy("affine"), with_base(flip, published_policy("trivialaugment")),
                               with_base(flip, published_policy("randaugment:2:9"))}) {
    const Policy found = with_shares(policy, 64, 64);
    expect_same(found, 64, found, 448, 0.02);
    expect_same(policy, 64, found, 64, 1e-6);  // and at 64 it is what was searched with
  }
}

// Which of the possible places a crop takes is drawn anew where there are more of them; how far they lie from
// the middle is the same share of the side.
TEST(Sizes, ACropFoundAt64ReachesAsFarAt448) {
  const Policy found = with_shares(base_policy("crop"), 64, 64);
  const auto reach = [&](const Policy& policy, int side) {
    const Pipeline pipeline(policy, 5);
    double farthest = 0.0;
    for (std::uint64_t i = 0; i < 300; ++i)
      farthest = std::max(farthest, std::abs(places(pipeline, side, i).front() - 0.2));
    return farthest;
  };
  EXPECT_NEAR(reach(found, 64), 4.0 / 64, 1e-9);
  EXPECT_NEAR(reach(found, 448), 4.0 / 64, 0.02 * 4.0 / 64);
}

TEST(Sizes, BlursByTheSameShareOfTheSide) {
  // The width of a blurred edge, between a quarter and three quarters of its height, as a share of the side.
  const auto width = [](const Policy& policy, int side) {
    Image image(side, side, 1);
    for (int y = 0; y < side; ++y)
      for (int x = side / 2; x < side; ++x) *image.at(x, y) = 255;
    Sample sample = image_sample(image, 0, 0);
    Scratch scratch;
    Pipeline(policy, 0).apply(sample, 0, scratch);
    const auto crossing = [&](double level) {
      for (int x = 1; x < side; ++x) {
        const double before = *sample.image().at(x - 1, side / 2), here = *sample.image().at(x, side / 2);
        if (here >= level) return x - 1 + (level - before) / (here - before);
      }
      return 0.0;
    };
    return (crossing(191.25) - crossing(63.75)) / side;
  };
  Policy policy;
  policy.root = {Call{.op = "gaussian_blur", .arguments = {{"sigma", Distribution::constant(2)}}}};
  const Policy found = with_shares(policy, 64, 64);
  EXPECT_NEAR(width(found, 64), width(policy, 64), 1e-9);
  EXPECT_NEAR(width(found, 448), width(found, 64), 0.02 * width(found, 64) + 0.002);
  EXPECT_LT(width(policy, 448), 0.5 * width(policy, 64));
}

}  // namespace
}  // namespace variegate
