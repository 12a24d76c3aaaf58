#include "variegate/pipeline/plan_text.h"
#include "tests/support/policies.h"

#include <gtest/gtest.h>

#include "variegate/core/error.h"

namespace variegate {
namespace {

constexpr const char* kLast = "for a model: normalisation, layout and float or bfloat16 in one pass\n";

TEST(PlanText, JoinsRunsOfOneKind) {
  const Policy policy = policy_of(
      {Sequence{{call("random_crop"), call("flip_horizontal", {}, 0.5), call("invert"), call("posterize"),
                 call("equalize"), call("equalize"), call("solarize"), call("color")}}});
  EXPECT_EQ(plan_text(policy, true), std::string("one warp of 2: random_crop, flip_horizontal (50 %)\n"
                                                 "one table of 2: invert, posterize\n"
                                                 "table made from the picture: equalize\n"
                                                 "one table made from the picture of 2: equalize, solarize\n"
                                                 "pass of its own: color\n") +
                                         kLast);
}

TEST(PlanText, WithoutFusionGivesEveryOperationALine) {
  const Policy policy = policy_of({Sequence{{call("invert"), call("posterize")}}});
  EXPECT_EQ(plan_text(policy, false), std::string("table: invert\ntable: posterize\n") + kLast);
}

TEST(PlanText, TellsNearestWarpsFromOthers) {
  Call nearest{.op = "rotate", .arguments = {{"interpolation", Distribution::constant(0)}}};
  const Policy policy = policy_of({Sequence{{{nearest}, call("rotate")}}});
  EXPECT_EQ(plan_text(policy, true), std::string("nearest warp: rotate\nwarp: rotate\n") + kLast);
}

TEST(PlanText, KeepsWarpsApartThatMirrorThePicture) {
  const Node mirrored = {Call{.op = "rotate", .arguments = {{"border", Distribution::constant(2)}}}};
  EXPECT_EQ(plan_text(policy_of({Sequence{{mirrored, call("rotate")}}}), true),
            std::string("pass of its own: rotate\nwarp: rotate\n") + kLast);
}

TEST(PlanText, ListsWhatIsDrawnByKind) {
  const Policy policy =
      policy_of({Choose{.options = {call("rotate"), call("invert"), call("shear_x")}, .count = 2}});
  EXPECT_EQ(plan_text(policy, true), std::string("2 of 3; neighbours of one kind are joined when drawn\n"
                                                 "  warp: rotate, shear_x\n"
                                                 "  table: invert\n") +
                                         kLast);
}

TEST(PlanText, RefusesAnUnsoundPolicy) { EXPECT_THROW(plan_text(policy_of(call("rotat")), true), Error); }

}  // namespace
}  // namespace variegate
