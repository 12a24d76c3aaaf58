#include "variegate/study/statistics.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "variegate/core/error.h"

namespace variegate {
namespace {

// Roots of the regularised incomplete beta function, by mpmath with 25 digits.
TEST(StudentT, IsBelowItsOwnQuantilesAsOftenAsItShould) {
  for (const int degrees : {1, 2, 5, 30}) {
    EXPECT_NEAR(student_t_below(student_t95(degrees), degrees), 0.975, 1e-12);
    EXPECT_NEAR(student_t_below(-student_t95(degrees), degrees), 0.025, 1e-12);
    EXPECT_DOUBLE_EQ(student_t_below(0.0, degrees), 0.5);
  }
}

TEST(Statistics, StudentQuantilesAreThoseOfTheTables) {
  const std::array<std::pair<int, double>, 10> known{{{1, 12.7062047361747},
                                                      {2, 4.302652729749464},
                                                      {3, 3.18244630528371},
                                                      {4, 2.776445105197794},
                                                      {5, 2.570581835636316},
                                                      {9, 2.262157162798206},
                                                      {10, 2.228138851986275},
                                                      {29, 2.045229642132703},
                                                      {30, 2.042272456301238},
                                                      {100, 1.983971518523552}}};
  for (const auto& [degrees, quantile] : known) EXPECT_NEAR(student_t95(degrees), quantile, 1e-12) << degrees;
}

TEST(Statistics, StudentQuantileFallsTowardsTheNormalOne) {
  EXPECT_NEAR(student_t95(999'999), 1.959966, 1e-6);
  EXPECT_NEAR(student_t95(2'000'000), 1.959964, 1e-6);
  for (int n = 1; n < 60; ++n) EXPECT_GT(student_t95(n), student_t95(n + 1));
  EXPECT_THROW(student_t95(0), Error);
}

// numpy.std([.5, .7, .6, .9], ddof=1)
TEST(Statistics, StandardDeviationIsThatOfTheSample) {
  EXPECT_NEAR(standard_deviation(std::vector{0.5, 0.7, 0.6, 0.9}), 0.17078251276599332, 1e-15);
  EXPECT_EQ(standard_deviation(std::vector{0.5}), 0.0);
  EXPECT_EQ(mean(std::vector<double>{}), 0.0);
}

// scipy.stats.ttest_rel(a, b).confidence_interval()
TEST(Statistics, PairedIntervalIsThatOfThePairedTTest) {
  const std::vector<double> a{0.52, 0.55, 0.53};
  const std::vector<double> b{0.48, 0.50, 0.51};
  const Interval interval = paired_difference(a, b);
  EXPECT_NEAR(interval.mean, 0.11 / 3, 1e-12);
  const double half = 4.302652729749464 * std::sqrt(7.0 / 30000.0) / std::sqrt(3.0);
  EXPECT_NEAR(interval.low, interval.mean - half, 1e-12);
  EXPECT_NEAR(interval.high, interval.mean + half, 1e-12);
}

TEST(Statistics, OnePairTellsNothingAboutTheInterval) {
  const Interval interval = paired_difference(std::vector{0.5}, std::vector{0.4});
  EXPECT_NEAR(interval.mean, 0.1, 1e-12);
  EXPECT_EQ(interval.low, -INFINITY);
  EXPECT_EQ(interval.high, INFINITY);
}

TEST(Statistics, ArmsWithDifferentSeedsCannotBePaired) {
  EXPECT_THROW(paired_difference(std::vector{0.5, 0.6}, std::vector{0.4}), Error);
}

}  // namespace
}  // namespace variegate
