#include "variegate/core/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>

namespace variegate {
namespace {

constexpr int kMany = 100000;

struct Moments {
  double mean = 0.0;
  double variance = 0.0;
};

Moments moments_of(const std::function<double(Stream&)>& draw) {
  Stream stream({42, 0, 0, hash_text("moments")});
  double sum = 0.0;
  double squares = 0.0;
  for (int i = 0; i < kMany; ++i) {
    const double value = draw(stream);
    sum += value;
    squares += value * value;
  }
  const double mean = sum / kMany;
  return {mean, squares / kMany - mean * mean};
}

TEST(Stream, EqualKeysGiveEqualNumbers) {
  Stream a({1, 2, 3, 4});
  Stream b({1, 2, 3, 4});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(a.next(), b.next());
}

TEST(Stream, EveryBitOfEveryPartOfTheKeyMatters) {
  const auto first = [](const StreamKey& key) { return Stream(key).next64(); };
  std::set<std::uint64_t> seen = {first({1, 2, 3, 4})};
  for (int bit = 0; bit < 64; ++bit) {
    const std::uint64_t flip = std::uint64_t{1} << bit;
    seen.insert(first({1 ^ flip, 2, 3, 4}));
    seen.insert(first({1, 2 ^ flip, 3, 4}));
    seen.insert(first({1, 2, 3 ^ flip, 4}));
    seen.insert(first({1, 2, 3, 4 ^ flip}));
  }
  EXPECT_EQ(seen.size(), 1U + 4U * 64U);
}

// Computed by an independent program from the key schedule that random.cc describes.
TEST(Stream, FirstNumbersAreTheSameForEver) {
  Stream stream({7, 1, 5, hash_text("rotate")});
  EXPECT_EQ(stream.next(), 0x8f348f33U);
  EXPECT_EQ(stream.next(), 0x1cf56fd6U);
}

// Bounds are five standard deviations of the estimate over 100,000 draws.
TEST(Stream, DistributionsHaveTheirMoments) {
  const Moments uniform = moments_of([](Stream& s) { return s.uniform(2.0, 5.0); });
  EXPECT_NEAR(uniform.mean, 3.5, 0.014);
  EXPECT_NEAR(uniform.variance, 0.75, 0.011);
  const Moments normal = moments_of([](Stream& s) { return s.normal(); });
  EXPECT_NEAR(normal.mean, 0.0, 0.016);
  EXPECT_NEAR(normal.variance, 1.0, 0.023);
  for (const double shape : {0.3, 1.0, 4.5}) {
    const Moments gamma = moments_of([shape](Stream& s) { return s.gamma(shape); });
    EXPECT_NEAR(gamma.mean, shape, 5.0 * std::sqrt(shape / kMany)) << shape;
    // The fourth central moment of a gamma variable is 3 k^2 + 6 k.
    EXPECT_NEAR(gamma.variance, shape, 5.0 * std::sqrt((2.0 * shape * shape + 6.0 * shape) / kMany)) << shape;
  }
  const Moments beta = moments_of([](Stream& s) { return s.beta(2.0, 6.0); });
  EXPECT_NEAR(beta.mean, 0.25, 0.0023);
  EXPECT_NEAR(beta.variance, 12.0 / (64.0 * 9.0), 0.0006);
  const Moments coin = moments_of([](Stream& s) { return s.bernoulli(0.2) ? 1.0 : 0.0; });
  EXPECT_NEAR(coin.mean, 0.2, 0.0064);
}

TEST(Stream, UniformStaysBelowItsUpperEnd) {
  Stream stream({1, 0, 0, 0});
  for (int i = 0; i < kMany; ++i) {
    const double value = stream.uniform();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
  }
  EXPECT_EQ(stream.uniform(3.0, 3.0), 3.0);
}

TEST(Stream, BelowIsEvenAndInRange) {
  Stream stream({1, 0, 0, 1});
  std::vector<int> counts(7, 0);
  for (int i = 0; i < 70000; ++i) ++counts.at(stream.below(7));
  for (const int count : counts) EXPECT_NEAR(count, 10000, 470);  // five standard deviations
  EXPECT_EQ(stream.below(1), 0U);
  for (int i = 0; i < 100; ++i)
    EXPECT_LT(stream.below((std::uint64_t{1} << 63) + 1), (std::uint64_t{1} << 63) + 1);
}

TEST(Stream, DirichletSharesAddUpToOne) {
  Stream stream({1, 0, 0, 2});
  for (int i = 0; i < 1000; ++i) {
    const auto shares = stream.dirichlet(1.0, 3);
    EXPECT_EQ(shares.size(), 3U);
    EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 1.0, 1e-12);
    for (const double share : shares) EXPECT_GE(share, 0.0);
  }
}

TEST(Stream, PermutationsHoldEachNumberOnceAndAreEquallyLikely) {
  std::vector<int> counts(6, 0);
  for (std::uint64_t i = 0; i < 12000; ++i) {
    auto order = Stream({3, 0, i, 0}).permutation(3);
    ++counts.at(order[0] * 2 + (order[1] > order[2] ? 1 : 0));
    std::sort(order.begin(), order.end());
    EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2}));
  }
  for (const int count : counts) EXPECT_NEAR(count, 2000, 205);
  EXPECT_TRUE(Stream({3, 0, 0, 0}).permutation(0).empty());
}

TEST(Places, ChildrenAndNamesDiffer) {
  std::set<std::uint64_t> places;
  for (std::uint64_t parent = 0; parent < 100; ++parent) {
    for (std::uint64_t child = 0; child < 100; ++child) places.insert(derive(parent, child));
  }
  EXPECT_EQ(places.size(), 10000U);
  EXPECT_EQ(hash_text(""), 0xCBF29CE484222325U);   // FNV-1a's offset basis
  EXPECT_EQ(hash_text("a"), 0xAF63DC4C8601EC8CU);  // its published test vector
}

}  // namespace
}  // namespace variegate
