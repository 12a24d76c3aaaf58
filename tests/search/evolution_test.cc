#include <gtest/gtest.h>

#include <algorithm>

#include "tests/search/miniature.h"
#include "tests/search/planted.h"
#include "variegate/space/start_design.h"

namespace variegate {
namespace {

using miniature::outcome;

int differing(const Point& a, const Point& b) {
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i] ? 1 : 0;
  return count;
}

// With a sample as large as the population the parent is known: the best of the youngest `population`.
TEST(Evolution, AChildIsTheBestOfThePopulationWithOneActiveCoordinateChangedAndTheOldestDie) {
  constexpr int kPopulation = 6;
  const Space space = miniature::space_of("sub-policies");
  const auto searcher = make_searcher(
      "evolution", space,
      {.seed = 3,
       .trials = 0,
       .settings = {{"population", kPopulation}, {"sample", 1}, {"anywhere", 1}, {"start", 0}}});
  std::vector<Outcome> outcomes;
  Stream random({.seed = 1, .epoch = 0, .sample = 0, .place = hash_text("test")});
  for (std::int64_t trial = 0; trial < 60; ++trial) {
    const Point point = searcher->propose(trial)->point;
    if (trial >= kPopulation) {
      // The first trial has the highest reward of all, and must not be a parent for ever.
      const auto youngest = outcomes.end() - kPopulation;
      const Outcome& parent = *std::max_element(
          youngest, outcomes.end(), [](const Outcome& a, const Outcome& b) { return a.reward < b.reward; });
      EXPECT_EQ(differing(point, parent.point), 1) << trial;
      EXPECT_NE(canonical(space, point), canonical(space, parent.point)) << trial;
    }
    outcomes.push_back(outcome(trial, point, trial == 0 ? 1.0 : random.uniform(0.0, 0.9)));
    searcher->observe(outcomes.back());
  }
}

TEST(Evolution, EveryActiveCoordinateAndValueIsReachedAndNoOther) {
  const Space space = miniature::space_of("uniform");
  const Point parent{1, 4};
  std::set<Point> children;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto searcher = make_searcher(
        "evolution", space, {.seed = seed, .settings = {{"population", 1}, {"anywhere", 1}, {"start", 0}}});
    searcher->propose(0);
    searcher->observe(outcome(0, parent, 0.5));
    children.insert(searcher->propose(1)->point);
  }
  const std::vector<Dimension> all = dimensions(space);
  EXPECT_EQ(children.size(), static_cast<std::size_t>(all[0].size - 1 + all[1].size - 1));
  EXPECT_FALSE(children.contains(parent));
}

TEST(Evolution, AFailedTrialIsNoParentWhileABetterOneLives) {
  const Space space = miniature::space_of("uniform");
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto searcher = make_searcher(
        "evolution", space,
        {.seed = seed, .settings = {{"population", 3}, {"sample", 1}, {"anywhere", 1}, {"start", 0}}});
    searcher->propose(0);
    searcher->propose(1);
    searcher->propose(2);
    searcher->observe(outcome(0, {0, 0}, 0.3));
    searcher->observe(outcome(1, {2, 9}, 0.0, Ending::failed));
    searcher->observe(outcome(2, {1, 5}, 0.2));
    EXPECT_EQ(differing(searcher->propose(3)->point, {0, 0}), 1);
  }
}

// 30 points, 5 of them before the first child: only a child that is drawn anew in vain may come twice.
TEST(Evolution, AChildThatHasBeenTriedIsDrawnAnew) {
  const Space space = miniature::space_of("uniform");
  const auto different = [&](double redraws) {
    const auto searcher =
        make_searcher("evolution", space, {.seed = 2, .trials = 25, .settings = {{"redraws", redraws}}});
    std::set<Point> points;
    for (std::int64_t trial = 0; trial < 25; ++trial) {
      const Point point = searcher->propose(trial)->point;
      points.insert(point);
      searcher->observe(outcome(trial, point, 0.1 * point[0] + 0.01 * point[1]));
    }
    return points.size();
  };
  EXPECT_EQ(different(1000), 25u);
  EXPECT_LT(different(0), 25u);
}

// The first child comes after the first population, which is the start design in rounds.
TEST(Evolution, ThePopulationGrowsWithTheTrialsThatArePlanned) {
  Space space;
  space.kind = SubPolicySpace{};
  for (const auto& [trials, population] : {std::pair(10, 5), {40, 20}, {100, 25}, {300, 60}, {5000, 100}}) {
    const auto searcher = make_searcher("evolution", space, {.seed = 4, .trials = trials});
    std::int64_t first_child = 0;
    for (;; ++first_child) {
      const Point point = searcher->propose(first_child)->point;
      if (point != start_point(space, 4, first_child)) break;
      searcher->observe(outcome(first_child, point, 0.5));
    }
    EXPECT_EQ(first_child, population) << trials;
  }
}

TEST(Evolution, FindsFarMoreOfAShiftThanRandomSearch) {
  Space space;
  space.kind = SubPolicySpace{};
  const planted::Problem problem = planted::shift("rotate", 0.9);
  double evolved = 0.0, random = 0.0;
  for (std::uint64_t seed = 200; seed < 204; ++seed) {
    evolved += planted::simulate(problem, space, {.method = "evolution", .trials = 200, .seed = seed}) / 4.0;
    random += planted::simulate(problem, space, {.method = "random", .trials = 200, .seed = seed}) / 4.0;
  }
  const double gain = planted::oracle(problem, space) - problem.reward({});
  EXPECT_GT(evolved, random + 0.2 * gain);
}

}  // namespace
}  // namespace variegate
