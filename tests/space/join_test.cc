#include "variegate/space/join.h"

#include <gtest/gtest.h>

#include "tests/search/miniature.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

// How likely every sequence of calls is to be drawn, written out from the tree by itself.
std::map<std::string, double> chances(const Node& node) {
  const auto* choose = std::get_if<Choose>(&node.value);
  if (choose == nullptr) return {{in_words(node), 1.0}};
  double total = 0.0;
  for (std::size_t i = 0; i < choose->options.size(); ++i)
    total += choose->weights.empty() ? 1.0 : choose->weights[i];
  std::map<std::string, double> all;
  for (std::size_t i = 0; i < choose->options.size(); ++i) {
    const double own = (choose->weights.empty() ? 1.0 : choose->weights[i]) / total;
    for (const auto& [words, chance] : chances(choose->options[i])) all[words] += own * chance;
  }
  return all;
}

Space without_broad_part() {
  Space space = miniature::space_of("sub-policies");
  std::get<SubPolicySpace>(space.kind).broad_calls = 0;
  return space;
}

TEST(Join, FivePoliciesOfFiveSubPoliciesBecomeTwentyFiveOfEqualChance) {
  Space space = without_broad_part();
  std::get<SubPolicySpace>(space.kind).sub_policies = 5;
  Stream random({.seed = 4, .epoch = 0, .sample = 0, .place = hash_text("test")});
  std::vector<Point> points;
  for (int i = 0; i < 5; ++i) {
    points.push_back(draw_point(space, random));
    points.back()[kCountCoordinate] = 4;
  }
  const Policy policy = *joined(space, points);
  check(policy);
  const auto& choose = std::get<Choose>(policy.root.value);
  EXPECT_EQ(choose.options.size(), 25U);
  EXPECT_TRUE(choose.weights.empty());
  EXPECT_EQ(choose.options[0], std::get<Choose>(decode(space, points[0]).root.value).options[0]);
  EXPECT_EQ(choose.options[24], std::get<Choose>(decode(space, points[4]).root.value).options[4]);
}

TEST(Join, EveryPolicyHasTheSameChanceHoweverManySubPoliciesItHas) {
  const Space space = without_broad_part();
  Stream random({.seed = 5, .epoch = 0, .sample = 0, .place = hash_text("test")});
  for (int round = 0; round < 50; ++round) {
    std::vector<Point> points;
    std::map<std::string, double> expected;
    for (int i = 0; i < 3; ++i) {
      points.push_back(draw_point(space, random));
      for (const auto& [words, chance] : chances(decode(space, points.back()).root))
        expected[words] += chance / 3.0;
    }
    const std::map<std::string, double> found = chances(joined(space, points)->root);
    ASSERT_EQ(found.size(), expected.size());
    for (const auto& [words, chance] : expected) EXPECT_NEAR(found.at(words), chance, 1e-12) << words;
  }
}

TEST(Join, EverySpaceCanBeJoinedAndTheBaseStandsInFrontOnce) {
  for (const char* kind : {"sub-policies", "uniform", "list"}) {
    Space space = miniature::space_of(kind);
    space.base = base_policy("flip");
    Stream random({.seed = 6, .epoch = 0, .sample = 0, .place = hash_text("test")});
    const std::vector<Point> points{draw_point(space, random), draw_point(space, random)};
    const Policy policy = *joined(space, points);
    check(policy);
    Space bare = space;
    bare.base = {};
    EXPECT_EQ(hash(policy), hash(with_base(space.base, *joined(bare, points))));
  }
}

TEST(Join, MixesKeepTheirShareOfAllSamples) {
  const Space space = *miniature::with_mixes(miniature::space_of("uniform"));
  const auto point = [](int mix, int probability, int strength) {
    return Point{0, 0, mix, probability, strength};
  };
  // mixup of the same strength twice, sample pairing, none: of 0.4 + 0.8, 1 and 0 in four.
  const Policy policy =
      *joined(space, std::vector<Point>{point(1, 1, 3), point(1, 3, 3), point(2, 4, 0), point(0, 0, 0)});
  check(policy);
  ASSERT_EQ(policy.batch.size(), 2U);
  EXPECT_EQ(policy.batch[0].mix, "mixup");
  EXPECT_DOUBLE_EQ(policy.batch[0].probability, 0.3);
  EXPECT_EQ(policy.batch[1].mix, "sample_pairing");
  EXPECT_DOUBLE_EQ(policy.batch[1].probability, 0.25);
  ListSpace list;
  for (int i = 0; i < 20; ++i) {
    list.policies.push_back(miniature::named_policy("invert"));
    list.policies.back().batch = {
        {.mix = "mosaic", .arguments = {{"margin", Distribution::constant(i / 50.0)}}}};
  }
  std::vector<Point> points;
  for (int i = 0; i < 17; ++i) points.push_back({i});
  EXPECT_FALSE(joined({list, {}}, points)) << "more mixes than a policy can have";
  points.pop_back();
  check(*joined({list, {}}, points));
}

TEST(Join, SchedulesCannotBeJoined) {
  ListSpace list;
  list.policies.push_back(miniature::named_policy("invert"));
  Policy schedule;
  schedule.root = {Schedule{{Stretch{1, {list.policies.front().root}}}}};
  list.policies.push_back(schedule);
  const Space space{list, {}};
  EXPECT_TRUE(joined(space, std::vector<Point>{{0}, {0}}));
  EXPECT_FALSE(joined(space, std::vector<Point>{{0}, {1}}));
}

}  // namespace
}  // namespace variegate
