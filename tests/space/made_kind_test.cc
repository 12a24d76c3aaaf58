// A kind of space needs nothing but its own file: this one is made here, and all that is asked of a kind
// works with it. What it does not say itself is answered in general.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "variegate/core/json.h"
#include "variegate/policy/check.h"
#include "variegate/space/of_kind.h"

namespace variegate {
namespace {

// One rotation of `levels` strengths, on every sample.
struct TurnSpace {
  int levels = 6;
};

std::string_view name_of(const TurnSpace&) { return "turn"; }
std::vector<Dimension> dimensions_of(const TurnSpace& space) {
  return {{"strength", "strength/rotate", space.levels, true}};
}
ActiveDimensions active_of(const TurnSpace&, const Point&) { return {{0, "strength/rotate"}}; }
Policy policy_of(const TurnSpace& space, const Point& point) {
  Policy policy;
  policy.root = {Call{.op = "rotate",
                      .arguments = {{"degrees", Distribution::constant(30.0 * point[0] / space.levels)}}}};
  return policy;
}
void check_kind(const TurnSpace&, const Policy&) {}
void write_kind(const TurnSpace& space, Json& json) { json["levels"] = space.levels; }
void read_kind(TurnSpace& space, JsonReader& json) {
  space.levels = json.member("levels").small_integer(1, 100);
}

// The same with more to say.
struct KnowingTurnSpace : TurnSpace {};

std::vector<int> sizes_of(const KnowingTurnSpace& space) { return {space.levels}; }
Point neighbour_of(const KnowingTurnSpace& space, const Point& point, std::span<const double>, Stream&) {
  return {(point[0] + 1) % space.levels};
}
std::vector<Point> simpler_of(const KnowingTurnSpace&, const Point& point) {
  return point[0] > 0 ? std::vector<Point>{{point[0] - 1}} : std::vector<Point>{};
}
Point start_of(const KnowingTurnSpace& space, std::uint64_t, std::int64_t trial) {
  return {static_cast<int>(trial % space.levels)};
}
std::int64_t start_trials_of(const KnowingTurnSpace& space) { return space.levels; }
UsualMethod usual_method_of(const KnowingTurnSpace&) { return {"random", "made up"}; }

Stream stream() { return Stream({.seed = 1, .epoch = 0, .sample = 0, .place = hash_text("test/made-kind")}); }

TEST(MadeKind, WhatItDoesNotSayIsAnsweredInGeneral) {
  const TurnSpace space;
  Stream random = stream();
  EXPECT_THAT(of_kind::sizes(space), testing::ElementsAre(6));
  EXPECT_FALSE(of_kind::has_moves(space));
  std::set<int> met, started;
  for (int i = 0; i < 50; ++i) met.insert(of_kind::neighbour(space, {3}, {}, random)[0]);
  EXPECT_THAT(met, testing::ElementsAre(1, 2, 4, 5)) << "up to a third of the levels away";
  for (std::int64_t trial = 0; trial < 6; ++trial) started.insert(of_kind::start(space, 7, trial)[0]);
  EXPECT_EQ(started.size(), 6u) << "a Latin hypercube";
  EXPECT_EQ(of_kind::start_trials(space), kLatinTrials);
  EXPECT_TRUE(of_kind::simpler(space, {3}).empty());
  EXPECT_TRUE(of_kind::wider(space, {3}).empty());
  EXPECT_EQ(of_kind::op_coordinate(space), std::nullopt);
  EXPECT_EQ(of_kind::follow_up(space, {}, random), std::nullopt);
  EXPECT_EQ(of_kind::usual_method(space), std::nullopt);
}

TEST(MadeKind, WhatItSaysItselfIsTaken) {
  const KnowingTurnSpace space;
  Stream random = stream();
  EXPECT_THAT(of_kind::sizes(space), testing::ElementsAre(6));
  EXPECT_TRUE(of_kind::has_moves(space));
  EXPECT_EQ(of_kind::neighbour(space, {5}, {}, random), Point{0});
  EXPECT_THAT(of_kind::simpler(space, {3}), testing::ElementsAre(Point{2}));
  EXPECT_EQ(of_kind::start(space, 7, 8), Point{2});
  EXPECT_EQ(of_kind::start_trials(space), 6);
  EXPECT_EQ(of_kind::usual_method(space)->method, "random");
}

TEST(MadeKind, StandsForPolicies) {
  const TurnSpace space;
  EXPECT_NO_THROW(check_kind(space, {}));
  const Policy policy = policy_of(space, {3});
  EXPECT_NO_THROW(check(policy));
  EXPECT_EQ(std::get<Call>(policy.root.value).arguments.front().value.low, 15.0);
  EXPECT_EQ(active_of(space, {3}).front().second, dimensions_of(space).front().role);
}

TEST(MadeKind, IsWrittenAsJsonAndReadBack) {
  const Json json = of_kind::json(TurnSpace{9});
  EXPECT_EQ(json.at("kind"), "turn");
  TurnSpace read;
  JsonReader reader(json, "space");
  EXPECT_EQ(reader.member("kind").string(), "turn");
  read_kind(read, reader);
  reader.finish();
  EXPECT_EQ(read.levels, 9);
}

}  // namespace
}  // namespace variegate
