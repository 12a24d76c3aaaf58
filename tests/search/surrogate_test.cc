#include "variegate/search/gaussian_process/surrogate.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "tests/search/miniature.h"
#include "variegate/policy/published.h"
#include "variegate/search/standing.h"
#include "variegate/space/kinds/sub_policies_screening.h"
#include "variegate/space/measure.h"
#include "variegate/space/neighbour.h"
#include "variegate/space/start_design.h"

namespace variegate {
namespace {

TEST(Cholesky, SolvesAndKnowsItsDeterminant) {
  SymmetricMatrix matrix(3);  // L L^T of L = [[2,0,0],[1,3,0],[-1,2,1]]: determinant 36
  const double lower[3][3] = {{4, 0, 0}, {2, 10, 0}, {-2, 5, 6}};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j <= i; ++j) matrix.at(i, j) = lower[i][j];
  }
  const Cholesky factor(matrix, 3);
  EXPECT_NEAR(factor.log_determinant(), std::log(36.0), 1e-12);
  const std::vector<double> x =
      factor.solve(std::vector<double>{4 + 2 * 2 - 2 * 3, 2 + 10 * 2 + 5 * 3, -2 + 5 * 2 + 6 * 3});
  EXPECT_NEAR(x[0], 1, 1e-12);
  EXPECT_NEAR(x[1], 2, 1e-12);
  EXPECT_NEAR(x[2], 3, 1e-12);
}

TEST(Cholesky, ASingularMatrixIsSolvedWithALittleAddedToItsDiagonal) {
  SymmetricMatrix matrix(2);
  matrix.values = {1, 1, 1};
  const std::vector<double> x = Cholesky(matrix, 2).solve(std::vector<double>{2, 2});
  EXPECT_NEAR(x[0] + x[1], 2, 1e-6);
}

TEST(Cholesky, AMatrixOfZerosIsNoReasonToStop) {
  EXPECT_TRUE(std::isfinite(Cholesky(SymmetricMatrix(2), 2).solve(std::vector<double>{0, 0})[0]));
}

Outcome outcome(Ending ending, double reward) {
  Outcome outcome;
  outcome.ending = ending;
  outcome.reward = reward;
  return outcome;
}

TEST(Standing, StoppedTrialsLieBetweenTheWorstAndTheMedianAndFailedOnesAtTheBottom) {
  const std::vector<Outcome> outcomes{outcome(Ending::complete, 0.4), outcome(Ending::complete, 0.5),
                                      outcome(Ending::complete, 0.6), outcome(Ending::stopped, 0.1),
                                      outcome(Ending::stopped, 0.45), outcome(Ending::stopped, 0.55),
                                      outcome(Ending::failed, 0.0)};
  EXPECT_EQ(standings(outcomes), (std::vector<double>{0.4, 0.5, 0.6, 0.4, 0.45, 0.5, 0.4}));
}

TEST(Standing, AllFailedAreEqual) {
  const std::vector<Outcome> outcomes(3, outcome(Ending::failed, 0.0));
  EXPECT_EQ(standings(outcomes), (std::vector<double>{0, 0, 0}));
}

Point slots(const SubPolicySpace& space, const std::vector<std::array<int, 3>>& calls) {
  Point point(dimensions({space, {}}).size(), 0);
  point[kCountCoordinate] = (static_cast<int>(calls.size()) + space.calls - 1) / space.calls - 1;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const int number = static_cast<int>(i);
    const Slot slot = slot_at(space, number / space.calls, number % space.calls);
    point[static_cast<std::size_t>(slot.op)] = calls[i][0];
    point[static_cast<std::size_t>(slot.probability)] = calls[i][1];
    point[static_cast<std::size_t>(slot.strength)] = calls[i][2];
  }
  return point;
}

TEST(Measure, TheOrderAndPairingOfSlotsDoNotMatter) {
  const Space space = miniature::space_of("sub-policies");
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  const Measure a = measure_of(sub, slots(sub, {{1, 4, 9}, {2, 2, 3}, {3, 4, 0}, {1, 1, 1}}));
  const Measure b = measure_of(sub, slots(sub, {{3, 4, 0}, {2, 2, 3}, {1, 1, 1}, {1, 4, 9}}));
  const double aa = inner_product(a, a, 0.3);
  EXPECT_NEAR(inner_product(a, b, 0.3), aa, 1e-12);
  EXPECT_NEAR(inner_product(b, b, 0.3), aa, 1e-12);
}

TEST(Measure, IdentityLeavesNoTrace) {
  const Space space = miniature::space_of("sub-policies");
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  EXPECT_TRUE(measure_of(sub, slots(sub, {{0, 4, 9}, {0, 1, 1}})).empty());
}

TEST(Surrogate, IsSureWhereItHasSeenAndTellsHelpfulFromHarmful) {
  const Space space = miniature::space_of("sub-policies");  // ops: 1 rotate, 2 brightness, 3 invert
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  std::vector<Outcome> outcomes;
  const auto tell = [&](const Point& point, double reward) {
    outcomes.push_back(outcome(Ending::complete, reward));
    outcomes.back().point = point;
  };
  // Never alone: pairs only.
  tell(slots(sub, {{0, 0, 0}, {0, 0, 0}}), 0.5);
  tell(slots(sub, {{1, 4, 9}, {3, 4, 0}}), 0.55);
  tell(slots(sub, {{1, 4, 9}, {2, 4, 5}}), 0.7);
  tell(slots(sub, {{3, 4, 0}, {2, 4, 5}}), 0.35);
  tell(slots(sub, {{2, 4, 5}, {0, 0, 0}}), 0.5);
  Surrogate surrogate(space);
  surrogate.fit(outcomes);
  EXPECT_GT(surrogate.predict(slots(sub, {{1, 4, 9}, {0, 0, 0}})).mean, 0.6);
  EXPECT_LT(surrogate.predict(slots(sub, {{3, 4, 0}, {0, 0, 0}})).mean, 0.45);
  EXPECT_LT(surrogate.predict(outcomes[2].point).variance,
            surrogate.predict(slots(sub, {{4, 4, 9}, {4, 4, 9}})).variance);
}

TEST(Surrogate, BelievingInARunningTrialLowersTheDoubtAboutItAndKeepsTheExpectation) {
  const Space space = miniature::space_of("sub-policies");
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  std::vector<Outcome> outcomes{outcome(Ending::complete, 0.5), outcome(Ending::complete, 0.6)};
  outcomes[0].point = slots(sub, {{1, 4, 9}, {0, 0, 0}});
  outcomes[1].point = slots(sub, {{2, 4, 9}, {0, 0, 0}});
  Surrogate surrogate(space);
  surrogate.fit(outcomes);
  const Point running = slots(sub, {{3, 4, 0}, {2, 1, 1}});
  const Prediction before = surrogate.predict(running);
  surrogate.believe(running);
  const Prediction after = surrogate.predict(running);
  EXPECT_NEAR(after.mean, before.mean, 1e-9);
  EXPECT_LT(after.variance, before.variance);
}

TEST(StartDesign, BeginsWithTheBaseAloneAndThenTriesEveryOperationAlmostAlone) {
  Space space;
  space.kind = SubPolicySpace{};
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  EXPECT_EQ(decode(space, start_point(space, 1, 0)).root, with_base(space.base, Policy{}).root);
  std::map<int, int> tried;
  for (std::int64_t trial = 1; trial < start_trials(space, 0); ++trial) {
    const Point point = start_point(space, 1, trial);
    if (point[static_cast<std::size_t>(broad_coordinate(sub))] > 0) continue;
    for (int call = 0; call < sub.calls; ++call)
      ++tried[point[static_cast<std::size_t>(slot_at(sub, 0, call).op)]];
  }
  EXPECT_EQ(tried.size(), sub.ops.size() - 1);
  for (const auto& [op, times] : tried) EXPECT_EQ(times, 1) << sub.ops[static_cast<std::size_t>(op)];
}

TEST(StartDesign, WhenOnlyAClockEndsTheStudyEverySecondTrialFromTheNinthOnIsLearnt) {
  Space space;
  space.kind = SubPolicySpace{};
  std::vector<std::int64_t> dealt;
  for (std::int64_t trial = 0; trial < 60; ++trial) {
    const auto number = start_number(space, 0, trial);
    EXPECT_FALSE(number && trial >= 8 && trial % 2 == 0) << trial;
    if (number) dealt.push_back(*number);
  }
  std::vector<std::int64_t> whole_design(static_cast<std::size_t>(start_trials(space, 0)));
  std::iota(whole_design.begin(), whole_design.end(), 0);
  EXPECT_EQ(dealt, whole_design);
}

TEST(StartDesign, APlannedStudyHasItsDesignFirst) {
  Space space;
  space.kind = SubPolicySpace{};
  for (std::int64_t trial = 0; trial < 40; ++trial) {
    EXPECT_EQ(start_number(space, 40, trial).has_value(), trial < start_trials(space, 40));
  }
}

TEST(SimplerPoints, EachHasOnePartLess) {
  const Space space = miniature::space_of("sub-policies");
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  Point point = slots(sub, {{1, 4, 9}, {2, 4, 5}, {3, 4, 0}, {0, 0, 0}});
  point[static_cast<std::size_t>(broad_coordinate(sub))] = 2;
  std::set<std::uint64_t> policies;
  for (const Point& simpler : simpler_points(space, point)) policies.insert(hash(decode(space, simpler)));
  const auto without = [&](const std::vector<std::array<int, 3>>& calls, int broad) {
    Point other = slots(sub, calls);
    other[static_cast<std::size_t>(broad_coordinate(sub))] = broad;
    return hash(decode(space, other));
  };
  EXPECT_EQ(policies,
            (std::set<std::uint64_t>{without({{0, 0, 0}, {2, 4, 5}, {3, 4, 0}, {0, 0, 0}}, 2),
                                     without({{1, 4, 9}, {0, 0, 0}, {3, 4, 0}, {0, 0, 0}}, 2),
                                     without({{1, 4, 9}, {2, 4, 5}, {0, 0, 0}, {0, 0, 0}}, 2),
                                     without({{1, 4, 9}, {2, 4, 5}}, 2), without({{3, 4, 0}, {0, 0, 0}}, 2),
                                     without({{1, 4, 9}, {2, 4, 5}, {3, 4, 0}, {0, 0, 0}}, 1)}));
}

TEST(WiderPoints, EachHasOneRangeWholeAgain) {
  const Space space{SubPolicySpace{}, {}};
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  const Point whole = screening_point(sub, std::vector<Screened>{{1, 9}});
  const Slot slot = slot_at(sub, 0, 0);
  Point low = whole, strong = whole, both = whole;
  low[slot.side] = both[slot.side] = kLower;
  strong[slot.half] = both[slot.half] = 1;
  EXPECT_EQ(wider_points(space, both), (std::vector<Point>{strong, low}));
  EXPECT_EQ(wider_points(space, low), (std::vector<Point>{whole}));
  EXPECT_TRUE(wider_points(space, whole).empty());
}

TEST(SimplerPoints, OfNothingThereAreNone) {
  const Space space = miniature::space_of("sub-policies");
  EXPECT_TRUE(simpler_points(space, Point(dimensions(space).size(), 0)).empty());
}

TEST(StartDesign, TakesAtMostHalfOfTheTrials) {
  Space space;
  space.kind = SubPolicySpace{};
  EXPECT_LE(start_trials(space, 12), 6);
  EXPECT_GE(start_trials(space, 1), 1);
}

TEST(StartDesign, OtherSpacesSeeEveryValueEquallyOften) {
  const Space space = miniature::space_of("list");
  std::map<int, int> seen;
  for (std::int64_t trial = 0; trial < 12; ++trial) ++seen[start_point(space, 4, trial)[0]];
  for (int policy = 0; policy < 6; ++policy) EXPECT_EQ(seen[policy], 2);
}

}  // namespace
}  // namespace variegate
