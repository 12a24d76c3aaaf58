#include "variegate/space/start_design.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/space/small_spaces.h"
#include "variegate/ops/op.h"
#include "variegate/space/kinds/sub_policies_screening.h"

namespace variegate {
namespace {

Stream stream(std::uint64_t seed) {
  return Stream({.seed = seed, .epoch = 0, .sample = 0, .place = hash_text("test/follow-up")});
}

// The strengths, by operation, of one call each in the only sub-policy of a point; without "identity".
std::map<int, int> strengths_in(const SubPolicySpace& sub, const Point& point) {
  std::map<int, int> strengths;
  for (int call = 0; call < sub.calls; ++call) {
    const Slot slot = slot_at(sub, 0, call);
    if (point[slot.op] != identity_of(sub)) strengths[point[slot.op]] = point[slot.strength];
  }
  return strengths;
}

TEST(FollowUp, ChangesTheEndOfTheUpperHalf) {
  const Space space{SubPolicySpace{}, {}};
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  std::vector<Point> tried;
  std::map<int, int> first;
  for (std::int64_t trial = 1; trial < start_trials(space, 0); ++trial) {
    tried.push_back(start_point(space, 3, trial));
    for (const auto& [op, strength] : strengths_in(sub, tried.back())) first[op] = strength;
  }
  Stream random = stream(0);
  std::set<int> again;
  while (std::optional<Point> point = follow_up(space, tried, random)) {
    for (const auto& [op, strength] : strengths_in(sub, *point)) {
      if (!again.insert(op).second) continue;  // a third look
      EXPECT_EQ(strength, first.at(op) >= 8 ? 5 : 9) << sub.ops[op] << " first at " << first.at(op);
    }
    tried.push_back(*point);
    ASSERT_LT(tried.size(), 100u);
  }
  for (const auto& [op, strength] : first)
    EXPECT_EQ(again.contains(op), find_op(FieldKind::image, sub.ops[op])->magnitude.searchable)
        << sub.ops[op];
}

TEST(FollowUp, WhatSeldomHappensTellsNothingAndWhatIsKnownIsNotAskedAgain) {
  const Space space = miniature::space_of("sub-policies");
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  std::vector<Point> tried;
  for (int op = 0; op < static_cast<int>(sub.ops.size()); ++op) {
    for (int level = 0; level < sub.strength_levels; ++level)
      tried.push_back(screening_point(sub, std::vector<Screened>{{op, level}}));
  }
  Stream random = stream(0);
  EXPECT_FALSE(follow_up(space, tried, random));
  for (Point& point : tried) point[slot_at(sub, 0, 0).probability] = 0;
  const std::optional<Point> point = follow_up(space, tried, random);
  ASSERT_TRUE(point);
  for (const auto& [op, strength] : strengths_in(sub, *point)) EXPECT_EQ(strength, sub.strength_levels - 1);
}

TEST(FollowUp, OtherSpacesHaveNone) {
  Stream random = stream(0);
  for (const char* kind : {"uniform", "list"}) EXPECT_FALSE(follow_up(miniature::space_of(kind), {}, random));
}

}  // namespace
}  // namespace variegate
