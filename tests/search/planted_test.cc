// Methods that learn find planted causes in the budget a user has; docs/experiments/planted-problems.md has
// the whole table.
#include "tests/search/planted.h"

#include <gtest/gtest.h>

namespace variegate::planted {
namespace {

double recovered(const Problem& problem, const std::string& method, std::int64_t trials, std::uint64_t seed,
                 int broad_calls = 2) {
  Space space;
  space.kind = SubPolicySpace{.broad_calls = broad_calls};
  const double base = problem.reward({});
  return (simulate(problem, space, {.method = method, .trials = trials, .seed = seed}) - base) /
         (oracle(problem, space) - base);
}

double mean_recovered(const Problem& problem, const std::string& method, std::int64_t trials,
                      std::uint64_t seeds, int broad_calls = 2) {
  double sum = 0.0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed)
    sum += recovered(problem, method, trials, seed, broad_calls);
  return sum / static_cast<double>(seeds);
}

TEST(Planted, GpRecoversNineTenthsOfAShiftWithinFortyTrials) {
  for (const Problem& problem :
       {shift("rotate", 0.9), shift("translate_x", 0.5), shift("contrast", 0.8, 0.25, 0.35, kLower)}) {
    int reached = 0;
    for (std::uint64_t seed = 0; seed < 2; ++seed) {
      if (recovered(problem, "gp", 40, seed) >= 0.9) ++reached;
    }
    EXPECT_EQ(reached, 2) << problem.name;
  }
}

TEST(Planted, GpSeesThroughADecoyAndFindsBothHalvesOfAMixtureWithinAHundred) {
  for (const Problem& problem : {deceptive(), two_shifts("rotate", "brightness")}) {
    for (std::uint64_t seed = 1; seed < 4; ++seed)
      EXPECT_GE(recovered(problem, "gp", 100, seed), 0.9) << problem.name << ", seed " << seed;
  }
}

TEST(Planted, TpeRecoversMostOfAShiftAndFarMoreThanRandomSearch) {
  const Problem problem = shift("rotate", 0.9);
  constexpr int kNoBroadPart = 0;  // with it tpe takes about twice the trials
  const double tpe = mean_recovered(problem, "tpe", 60, 2, kNoBroadPart);
  EXPECT_GT(tpe, 0.9);
  EXPECT_GT(tpe, mean_recovered(problem, "random", 60, 2, kNoBroadPart) + 0.2);
}

TEST(Planted, WhereVarietyPaysGpFindsMoreThanRandomSearchAndMoreWithTheBroadPartThanWithout) {
  const double gp = mean_recovered(in_domain(), "gp", 40, 4);
  EXPECT_GT(gp, mean_recovered(in_domain(), "random", 40, 4));
  EXPECT_GT(gp, mean_recovered(in_domain(), "gp", 40, 4, 0));
}

TEST(Planted, TheOracleIsAboveTheBase) {
  Space space;
  space.kind = SubPolicySpace{};
  for (const Problem& problem : problems())
    EXPECT_GT(oracle(problem, space), problem.reward({}) + 0.03) << problem.name;
}

}  // namespace
}  // namespace variegate::planted
