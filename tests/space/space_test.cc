#include "variegate/space/space.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/search/miniature.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/ops/op.h"
#include "variegate/policy/published.h"
#include "variegate/policy/published_calls.h"

namespace variegate {
namespace {

using miniature::space_of;
using testing::HasSubstr;

const std::vector<std::string> kKinds{"sub-policies", "uniform", "intensities", "list", "box"};

Stream draws(std::uint64_t sample) { return Stream({.seed = 1, .epoch = 0, .sample = sample, .place = 7}); }

std::string error_of(const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

Space full_space() {
  Space space;
  space.kind = SubPolicySpace{};
  space.base = base_policy("crop-flip");
  return space;
}

TEST(Space, DefaultOperationsAllExistAndAreDifferent) {
  std::set<std::string> names;
  for (const std::string& op : default_ops()) {
    EXPECT_NE(find_op(FieldKind::image, op), nullptr) << op;
    EXPECT_TRUE(names.insert(op).second) << op;
  }
}

TEST(Space, DimensionsAreUniqueAndBoundThePoints) {
  for (const std::string& kind : kKinds) {
    std::set<std::string> names;
    for (const Dimension& dimension : dimensions(space_of(kind))) {
      EXPECT_TRUE(names.insert(dimension.name).second) << dimension.name;
      EXPECT_GE(dimension.size, 1);
    }
    Point last;  // the largest value everywhere is in the space, one more anywhere is not
    for (const Dimension& dimension : dimensions(space_of(kind))) last.push_back(dimension.size - 1);
    EXPECT_NO_THROW(check(space_of(kind), last));
    for (int& value : last) {
      ++value;
      EXPECT_THROW(check(space_of(kind), last), Error);
      --value;
    }
  }
}

TEST(Space, AnyDrawDecodesToASoundPolicy) {
  for (const bool ranges : {true, false}) {
    Space space = full_space();
    std::get<SubPolicySpace>(space.kind).ranges = ranges;
    for (std::uint64_t sample = 0; sample < 200; ++sample) {
      Stream random = draws(sample);
      const Point point = draw_point(space, random);
      EXPECT_NO_THROW(check(decode(space, point))) << "draw " << sample;
    }
  }
  Space uniform;
  uniform.kind = UniformSpace{};
  for (std::uint64_t sample = 0; sample < 30; ++sample) {
    Stream random = draws(sample);
    EXPECT_NO_THROW(check(decode(uniform, draw_point(uniform, random))));
  }
}

TEST(Space, PointsThatDifferOnlyWhereItDoesNotMatterAreTheSamePolicy) {
  const Space space = full_space();
  const std::vector<Dimension> all = dimensions(space);
  for (std::uint64_t sample = 0; sample < 200; ++sample) {
    Stream random = draws(sample);
    const Point point = draw_point(space, random);
    Point other = draw_point(space, random);
    for (const auto& [coordinate, role] : active_dimensions(space, point))
      other[coordinate] = point[coordinate];
    EXPECT_EQ(decode(space, other), decode(space, point));
    EXPECT_EQ(canonical(space, other), canonical(space, point));
    EXPECT_EQ(decode(space, canonical(space, point)), decode(space, point));
  }
}

TEST(Space, EveryActiveCoordinateMatters) {
  const Space space = full_space();
  const std::vector<Dimension> all = dimensions(space);
  for (std::uint64_t sample = 0; sample < 50; ++sample) {
    Stream random = draws(sample);
    const Point point = draw_point(space, random);
    for (const auto& [coordinate, role] : active_dimensions(space, point)) {
      if (role == "strength/posterize" || role == "half/posterize")
        continue;  // ten strengths, five numbers of bits
      Point other = point;
      other[coordinate] = (point[coordinate] + 1) % all[coordinate].size;
      EXPECT_NE(decode(space, other), decode(space, point)) << all[coordinate].name;
    }
  }
}

TEST(Space, ASlotSaysItsOperationProbabilityAndMagnitudeInPhysicalUnits) {
  Space space;
  SubPolicySpace sub;
  sub.ops = {"identity", "rotate", "invert"};
  sub.sub_policies = 2;
  sub.calls = 2;
  sub.probability_levels = 5;
  sub.strength_levels = 10;
  sub.broad_calls = 0;
  sub.shapes = false;
  space.kind = sub;
  Point point(13, 0);
  const Slot slot = slot_at(sub, 0, 1);
  point[slot.op] = 1;
  point[slot.probability] = 3;
  point[slot.strength] = 5;
  const double strongest = find_op(FieldKind::image, "rotate")->magnitude.strongest;
  Call call;
  call.op = "rotate";
  call.arguments = {{"degrees", Distribution::uniform(0.0, 0.6 * strongest, true)}};
  call.probability = 0.8;
  EXPECT_EQ(decode(space, point), with_base(space.base, Policy{"", {Sequence{{{call}}}}, {{"image"}}, {}}));

  std::get<SubPolicySpace>(space.kind).ranges = false;
  call.arguments = {{"degrees", Distribution::constant(0.6 * strongest, true)}};
  EXPECT_EQ(decode(space, point), with_base(space.base, Policy{"", {Sequence{{{call}}}}, {{"image"}}, {}}));
}

TEST(Space, ASlotMayKeepToOneSideOfTheNeutralValueAndToTheStrongerHalf) {
  Space space;
  SubPolicySpace sub;
  sub.ops = {"brightness", "rotate"};
  sub.broad_calls = 0;
  space.kind = sub;
  Point point(dimensions(space).size(), 0);
  const Slot slot = slot_at(sub, 0, 0);
  point[slot.strength] = 9;
  const auto value = [&](int op, int side) {
    point[slot.op] = op;
    point[slot.side] = side;
    const Policy policy = decode(space, point);
    return std::get<Call>(std::get<Sequence>(policy.root.value).steps.front().value).arguments.front().value;
  };
  const double most = find_op(FieldKind::image, "brightness")->magnitude.strongest;
  EXPECT_EQ(value(0, kBothSides), Distribution::uniform(1.0, most, true));
  EXPECT_EQ(value(0, kUpper), Distribution::uniform(1.0, most));
  EXPECT_EQ(value(0, kLower), Distribution::uniform(readable(2.0 - most), 1.0));
  EXPECT_EQ(value(1, kLower),
            Distribution::uniform(-find_op(FieldKind::image, "rotate")->magnitude.strongest, 0.0));
  point[slot.half] = 1;
  EXPECT_EQ(value(0, kBothSides), Distribution::uniform(readable((1.0 + most) / 2.0), most, true));
  EXPECT_EQ(value(0, kLower),
            Distribution::uniform(readable(2.0 - most), readable(2.0 - (1.0 + most) / 2.0)));
}

TEST(Space, RolesPoolSlotsAndDependOnTheOperation) {
  const Space space = space_of("sub-policies");  // ops: 0 identity, 1 rotate, 3 invert
  Point point(dimensions(space).size(), 0);
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  point[slot_at(sub, 0, 1).op] = 1;
  EXPECT_THAT(active_dimensions(space, point),
              testing::ElementsAre(testing::Pair(0, "count"), testing::Pair(1, "op"), testing::Pair(6, "op"),
                                   testing::Pair(7, "probability/rotate"),
                                   testing::Pair(8, "strength/rotate"), testing::Pair(9, "side/rotate"),
                                   testing::Pair(10, "half/rotate"), testing::Pair(31, "broad/count")));
  point[slot_at(sub, 0, 0).op] = 3;
  point[slot_at(sub, 0, 1).op] = 0;
  EXPECT_THAT(active_dimensions(space, point),
              testing::ElementsAre(testing::Pair(0, "count"), testing::Pair(1, "op"),
                                   testing::Pair(2, "probability/invert"), testing::Pair(6, "op"),
                                   testing::Pair(31, "broad/count")));
  point[31] = 1;
  EXPECT_THAT(active_dimensions(space, point), testing::Contains(testing::Pair(32, "broad/strength")));
}

TEST(Space, TheBroadPartDrawsSoManyOfTrivialAugmentsOperationsBeforeTheSubPolicies) {
  const Space space =
      space_of("sub-policies");  // of TrivialAugment's: identity, rotate, brightness, posterize
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  EXPECT_THAT(broad_ops(sub), testing::ElementsAre(0, 1, 2, 4));
  Point point(dimensions(space).size(), 0);
  const auto broad = static_cast<std::size_t>(broad_coordinate(sub));
  point[broad] = 2;
  point[broad + 1] = 4;
  const Policy alone = decode(space, point);
  const auto& choose = std::get<Choose>(alone.root.value);
  EXPECT_EQ(choose.count, 2);
  ASSERT_EQ(choose.options.size(), 4u);
  const Call& rotate = std::get<Call>(choose.options[1].value);
  EXPECT_EQ(rotate.op, "rotate");
  EXPECT_EQ(rotate.arguments.front().value, Distribution::stepped(0.0, 67.5, 31, true));
  point[static_cast<std::size_t>(slot_at(sub, 0, 0).op)] = 3;
  const Policy both = decode(space, point);
  const auto& steps = std::get<Sequence>(both.root.value).steps;
  EXPECT_EQ(steps.front(), alone.root);
  EXPECT_EQ(std::get<Call>(std::get<Sequence>(steps.back().value).steps.front().value).op, "invert");
}

TEST(Space, HoldsTrivialAugmentAsAPoint) {
  const Space space = full_space();
  const auto broad = static_cast<std::size_t>(broad_coordinate(std::get<SubPolicySpace>(space.kind)));
  Point point(dimensions(space).size(), 0);
  point[broad] = 1;
  point[broad + 1] = 9;
  EXPECT_EQ(hash(decode(space, point)), hash(with_base(space.base, find_policy("trivialaugment"))));
}

TEST(Space, WithoutAnOperationToDrawThereIsNoBroadPart) {
  SubPolicySpace sub;
  sub.ops = {"identity", "invert", "zoom"};
  EXPECT_EQ(broad_coordinate(sub), -1);
  EXPECT_EQ(dimensions({sub, {}}).back().name, "sub5.op2.half");
  sub.ops.push_back("rotate");
  EXPECT_GE(broad_coordinate(sub), 0);
  sub.broad_calls = 0;
  EXPECT_EQ(broad_coordinate(sub), -1);
}

TEST(Space, JsonRoundTripKeepsEverything) {
  for (const std::string& kind : kKinds) {
    Space space = space_of(kind);
    space.base = base_policy("crop-flip");
    if (auto* sub = std::get_if<SubPolicySpace>(&space.kind)) sub->ranges = false;
    const Json json = to_json(space);
    const Space again = space_from_json(JsonReader(json, "test"));
    EXPECT_EQ(json_text(to_json(again)), json_text(json));
    Stream random = draws(1);
    const Point point = draw_point(space, random);
    EXPECT_EQ(decode(again, point), decode(space, point));
  }
}

TEST(Space, FaultyJsonIsAnErrorThatNamesTheMember) {
  Json json = to_json(space_of("uniform"));
  json["most_call"] = 3;
  EXPECT_THAT(error_of([&] { space_from_json(JsonReader(json, "space.json")); }),
              HasSubstr("did you mean 'most_calls'?"));
  json = to_json(space_of("uniform"));
  json["ops"] = {"rotate", "rotat"};
  EXPECT_THAT(error_of([&] { space_from_json(JsonReader(json, "space.json")); }), HasSubstr("rotat"));
  json["ops"] = {"rotate", "rotate"};
  EXPECT_THAT(error_of([&] { space_from_json(JsonReader(json, "space.json")); }), HasSubstr("given twice"));
  json["ops"] = Json::array();
  EXPECT_THAT(error_of([&] { space_from_json(JsonReader(json, "space.json")); }),
              HasSubstr("the set of operations is empty"));
  json["ops"] = {5};
  EXPECT_THAT(error_of([&] { space_from_json(JsonReader(json, "space.json")); }), HasSubstr("$.ops[0]"));
  json = to_json(space_of("sub-policies"));
  json["sub_policies"] = 0;
  EXPECT_THAT(error_of([&] { space_from_json(JsonReader(json, "space.json")); }),
              HasSubstr("$.sub_policies"));
  json = to_json(space_of("list"));
  json["kind"] = "lists";
  EXPECT_THAT(error_of([&] { space_from_json(JsonReader(json, "space.json")); }),
              HasSubstr("did you mean 'list'?"));
}

TEST(Space, APointOfAnotherSpaceIsAnErrorThatNamesTheCoordinate) {
  const Space space = space_of("uniform");
  EXPECT_THAT(error_of([&] { decode(space, {0}); }), HasSubstr("wrong number of coordinates"));
  EXPECT_THAT(error_of([&] { decode(space, {0, 10}); }), HasSubstr("'strength'"));
  EXPECT_THAT(error_of([&] { decode(space, {-1, 0}); }), HasSubstr("'count'"));
}

TEST(Space, TheBaseIsKeptInFrontOfEveryPolicy) {
  for (const std::string& kind : kKinds) {
    Space space = space_of(kind);
    Stream random = draws(4);
    const Point point = draw_point(space, random);
    const Policy alone = decode(space, point);
    space.base = base_policy("crop-flip");
    EXPECT_NE(decode(space, point), alone) << kind;
  }
}

}  // namespace
}  // namespace variegate
