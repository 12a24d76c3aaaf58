#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/search/functions.h"
#include "tests/search/miniature.h"
#include "variegate/search/joint_density.h"
#include "variegate/search/standing.h"
#include "variegate/space/start_design.h"

namespace variegate {
namespace {

TEST(Ranking, PutsStoppedTrialsBehindCompleteOnesByTheirLastEpochAndFailedOnesLast) {
  std::vector<Outcome> outcomes(6);
  const auto set = [&](std::size_t i, Ending ending, double reward, int epochs) {
    outcomes[i].ending = ending;
    outcomes[i].reward = reward;
    outcomes[i].epochs = epochs;
  };
  set(0, Ending::stopped, 0.9, 2);
  set(1, Ending::complete, 0.3, 9);
  set(2, Ending::failed, 0.0, 0);
  set(3, Ending::stopped, 0.4, 5);
  set(4, Ending::complete, 0.6, 9);
  set(5, Ending::stopped, 0.5, 5);
  EXPECT_EQ(ranking(outcomes), (std::vector<std::size_t>{4, 1, 5, 3, 0, 2}));
}

TEST(JointDensity, AddsUpToOneAndIsDrawnFrom) {
  const Space space{BoxSpace{{{"x", "x", 9, true}, {"y", "y", 6, true}, {"c", "c", 3, false}}}, {}};
  const std::vector<Dimension> all = dimensions(space);
  const std::vector<Point> seen{{1, 5, 0}, {2, 4, 0}, {7, 0, 2}, {8, 1, 1}};
  std::vector<const Point*> points;
  for (const Point& point : seen) points.push_back(&point);
  const JointDensity density(space, all, points);

  constexpr int kDraws = 40'000;
  Stream random({.seed = 1, .epoch = 0, .sample = 0, .place = hash_text("test/joint")});
  std::map<Point, int> drawn;
  for (int i = 0; i < kDraws; ++i) ++drawn[density.draw(random)];
  double total = 0.0;
  for (int x = 0; x < 9; ++x) {
    for (int y = 0; y < 6; ++y) {
      for (int c = 0; c < 3; ++c) {
        const double share = std::exp(density.log_density({x, y, c}));
        total += share;
        const double deviation = std::sqrt(share / kDraws);
        EXPECT_NEAR(static_cast<double>(drawn[{x, y, c}]) / kDraws, share, 5.0 * deviation + 0.03 * share);
      }
    }
  }
  EXPECT_NEAR(total, 1.0, 0.02);
}

TEST(JointDensity, KnowsNothingOfCoordinatesThatDoNotMatter) {
  const Space space = miniature::space_of("sub-policies");
  Point point(dimensions(space).size(), 0);  // one sub-policy of identities
  const std::vector<Dimension> all = dimensions(space);
  const JointDensity density(space, all, {&point});
  Point other = point;
  for (std::size_t i = 7; i < other.size() - 2; ++i) other[i] = all[i].size - 1;  // past the count
  EXPECT_DOUBLE_EQ(density.log_density(other), density.log_density(point));
  // A strength of an operation that was never seen is as likely as any other.
  other = point;
  other[1] = 1;
  const double unseen = density.log_density(other);
  other[3] = 5;
  EXPECT_DOUBLE_EQ(density.log_density(other), unseen);
}

TEST(Tpe, ItsStartDesignGrowsWithThePlannedTrialsWhereRolesArePooled) {
  Space space;
  space.kind = SubPolicySpace{};
  for (const auto& [trials, length] : {std::pair(40, 20), {100, 21}, {300, 60}, {2000, 100}}) {
    const auto searcher = make_searcher("tpe", space, {.seed = 4, .trials = trials});
    std::int64_t first_learnt = 0;
    for (;; ++first_learnt) {
      const Point point = searcher->propose(first_learnt)->point;
      if (point != start_point(space, 4, first_learnt)) break;
      searcher->observe(miniature::outcome(first_learnt, point, 0.01 * point[0]));
    }
    EXPECT_EQ(first_learnt, length) << trials;
  }
}

TEST(Tpe, HasAQuarterOfTheRegretOfRandomSearchOnBranin) {
  double tpe = 0.0, random = 0.0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    tpe += functions::regrets(functions::all()[0], "tpe", {.seed = seed, .trials = 60}).back();
    random += functions::regrets(functions::all()[0], "random", {.seed = seed, .trials = 60}).back();
  }
  EXPECT_LT(tpe, random / 4.0);
}

}  // namespace
}  // namespace variegate
