// The parts of Bayesian optimisation against closed forms, numeric integrals and finite differences.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/search/functions.h"
#include "variegate/search/gaussian_process/bfgs.h"
#include "variegate/search/gaussian_process/cholesky.h"
#include "variegate/search/gaussian_process/expected_improvement.h"
#include "variegate/search/gaussian_process/matern.h"

namespace variegate {
namespace {

TEST(Matern, IsTheClosedFormOfHalfIntegerOrder) {
  EXPECT_DOUBLE_EQ(matern52(0.0), 1.0);
  // 2^(1 - v) / G(v) (sqrt(2 v) r)^v K_v(sqrt(2 v) r) with v = 5/2 (Rasmussen and Williams 2006, eq. 4.14).
  for (const double r : {0.1, 0.7, 1.0, 3.0}) {
    const double scaled = std::sqrt(5.0) * r;
    const double expected =
        std::pow(2.0, 1.0 - 2.5) / std::tgamma(2.5) * std::pow(scaled, 2.5) * std::cyl_bessel_k(2.5, scaled);
    EXPECT_NEAR(matern52(r * r), expected, 1e-12) << r;
  }
}

TEST(Matern, TheGradientOfTheLogPosteriorIsThatOfFiniteDifferences) {
  const std::vector<Dimension> dimensions{{"a", "a", 101, true}, {"b", "b", 11, true}, {"c", "c", 4, false}};
  const Distances distances(dimensions);
  Stream random({.seed = 3, .epoch = 0, .sample = 0, .place = hash_text("test/matern")});
  std::vector<Point> points;
  std::vector<double> values;
  for (int i = 0; i < 21; ++i) {  // more than one block of lanes
    points.push_back(draw_point({BoxSpace{dimensions}, {}}, random));
    values.push_back(std::sin(points.back()[0] / 20.0) + 0.1 * points.back()[1] + (points.back()[2] == 1));
  }
  for (int draw = 0; draw < 5; ++draw) {
    const MaternParameters at = draw_parameters(3, random);
    const LogPosterior posterior = log_posterior(distances, points, values, at);
    for (std::size_t i = 0; i < at.size(); ++i) {
      constexpr double kStep = 1e-5;
      MaternParameters up = at, down = at;
      up[i] += kStep;
      down[i] -= kStep;
      const double slope = (log_posterior(distances, points, values, up).value -
                            log_posterior(distances, points, values, down).value) /
                           (2.0 * kStep);
      EXPECT_NEAR(posterior.gradient[i], slope, 1e-4 * std::max(1.0, std::abs(slope))) << draw << " " << i;
    }
  }
}

// log of the integral over u > 0 of u phi(u - z), with the largest term taken out of the sum.
double integrated_log_improvement(double z) {
  const double width = 40.0 / std::max(1.0, -z);
  constexpr int kSteps = 400'000;
  double sum = 0.0;  // of u exp(-u^2 / 2 + u z), midpoint rule
  const double step = (z > 0.0 ? z + 12.0 : width) / kSteps;
  const double largest = z > 0.0 ? 0.5 * z * z : 0.0;
  for (int i = 0; i < kSteps; ++i) {
    const double u = (i + 0.5) * step;
    sum += u * std::exp(-0.5 * u * u + u * z - largest) * step;
  }
  return largest - 0.5 * z * z - 0.5 * std::log(2.0 * std::numbers::pi) + std::log(sum);
}

TEST(ExpectedImprovement, ItsLogarithmIsThatOfTheIntegralHoweverFarFromTheIncumbent) {
  for (const double z : {4.0, 1.0, 0.0, -0.5, -0.99, -1.01, -5.0, -19.9, -20.1, -40.0, -1000.0})
    EXPECT_NEAR(log_improvement(z), integrated_log_improvement(z), 1e-7) << z;
  EXPECT_NEAR(log_expected_improvement(0.3, 0.04, 0.5), std::log(0.2) + integrated_log_improvement(-1.0),
              1e-7);
}

TEST(Cholesky, ManySystemsAtOnceAndRowsAppendedGiveWhatOneByOneAndAllAtOnceGive) {
  constexpr std::size_t kSize = 37;
  SymmetricMatrix matrix(kSize);
  for (std::size_t i = 0; i < kSize; ++i) {
    for (std::size_t j = 0; j <= i; ++j)
      matrix.at(i, j) = std::exp(-0.1 * static_cast<double>(i - j)) + (i == j ? 0.5 : 0.0);
  }
  const Cholesky whole(matrix, kSize);
  SymmetricMatrix corner(20);
  std::copy_n(matrix.values.begin(), corner.values.size(), corner.values.begin());
  Cholesky grown(corner, 20);
  for (std::size_t i = 20; i < kSize; ++i) grown.append({matrix.row(i), i + 1});
  EXPECT_NEAR(grown.log_determinant(), whole.log_determinant(), 1e-12);

  std::vector<double> right(kSize * Cholesky::kLanes);
  for (std::size_t i = 0; i < right.size(); ++i) right[i] = std::sin(static_cast<double>(i));
  std::vector<double> lower = right, full = right;
  grown.solve_lower_lanes(lower);
  grown.solve_lanes(full);
  for (std::size_t b = 0; b < Cholesky::kLanes; ++b) {
    std::vector<double> one;
    for (std::size_t i = 0; i < kSize; ++i) one.push_back(right[i * Cholesky::kLanes + b]);
    const std::vector<double> half = whole.solve_lower(one), solved = whole.solve(one);
    for (std::size_t i = 0; i < kSize; ++i) {
      EXPECT_NEAR(lower[i * Cholesky::kLanes + b], half[i], 1e-12);
      EXPECT_NEAR(full[i * Cholesky::kLanes + b], solved[i], 1e-12);
      double product = 0.0;  // A x = right
      for (std::size_t k = 0; k < kSize; ++k)
        product += matrix.at(std::max(i, k), std::min(i, k)) * solved[k];
      EXPECT_NEAR(product, one[i], 1e-12);
    }
  }
}

TEST(Bfgs, ClimbsRosenbrocksValleyToItsEnd) {
  std::vector<double> x{-1.2, 1.0};
  const double found = climb(
      [](std::span<const double> at, std::span<double> gradient) {
        const double bend = at[1] - at[0] * at[0];
        gradient[0] = 400.0 * at[0] * bend + 2.0 * (1.0 - at[0]);
        gradient[1] = -200.0 * bend;
        return -100.0 * bend * bend - (1.0 - at[0]) * (1.0 - at[0]);
      },
      x, 200);
  EXPECT_NEAR(found, 0.0, 1e-6);
  EXPECT_NEAR(x[0], 1.0, 1e-3);
  EXPECT_NEAR(x[1], 1.0, 1e-3);
}

TEST(Functions, HaveTheirLeastValuesWhereTheLiteratureSays) {
  EXPECT_NEAR(functions::branin({(std::numbers::pi + 5.0) / 15.0, 2.275 / 15.0}, {}), 0.397887, 1e-6);
  EXPECT_NEAR(functions::hartmann6({0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573}, {}), -3.32237,
              1e-5);
  EXPECT_NEAR(functions::mixed_ackley({0.25, 0.25, 0.25}, {0, 0}), 0.0, 1e-12);
}

TEST(Gp, ComesWithinAHundredthOfBraninsLeastValueInFortyEvaluations) {
  for (std::uint64_t seed = 0; seed < 5; ++seed)
    EXPECT_LT(functions::regrets(functions::all()[0], "gp", {.seed = seed, .trials = 40}).back(), 0.01)
        << seed;
}

}  // namespace
}  // namespace variegate
