#include <gtest/gtest.h>

#include "tests/support/policies.h"
#include "variegate/policy/policy.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

TEST(Words, ASequenceIsASentence) {
  const Node turn = call("rotate", {{"degrees", Distribution::uniform(0, 21, true)}}, 0.8);
  EXPECT_EQ(in_words(Node{Sequence{{turn, call("invert")}}}),
            "rotate by -21..21 degrees with probability 0.8, then invert");
  EXPECT_EQ(in_words(Node{Sequence{}}), "no augmentation");
}

TEST(Words, MagnitudesAreInPhysicalUnits) {
  EXPECT_EQ(in_words(call("rotate", {{"degrees", Distribution::constant(10, true)}})),
            "rotate by -10 or 10 degrees");
  EXPECT_EQ(in_words(call("rotate", {{"degrees", Distribution::uniform(5, 10, true)}})),
            "rotate by -10..-5 or 5..10 degrees");
  EXPECT_EQ(in_words(call("color", {{"factor", Distribution::uniform(1, 1.9, true)}})),
            "color with factor 0.1..1.9");
  EXPECT_EQ(in_words(call("posterize", {{"bits", Distribution::constant(4)}})), "posterize to 4 bits");
  EXPECT_EQ(in_words(call("translate_x", {{"fraction", Distribution::constant(0.25)},
                                          {"fill", Distribution::constant(128)}})),
            "translate x by 0.25 of the width");
  EXPECT_EQ(in_words(call("rotate", {{"degrees", Distribution::stepped(0, 90, 3)}})),
            "rotate by 0 or 45 or 90 degrees");
}

TEST(Words, AChoiceHasOneLineForEachOption) {
  EXPECT_EQ(
      in_words(Node{Choose{.options = {call("invert"), Node{Sequence{{call("equalize"), call("grey")}}}},
                           .weights = {1, 3}}}),
      "one of:\n  (a) 25 %: invert\n  (b) 75 %: equalize, then grey");
  const Node two = {Choose{.options = {call("invert"), call("grey")}, .count = 2, .replacement = false}};
  EXPECT_EQ(in_words(Node{Sequence{{two, call("equalize")}}}),
            "2 of these, all different:\n  (a) invert\n  (b) grey\nthen equalize");
}

TEST(Words, OtherStepsReadWell) {
  EXPECT_EQ(in_words(Node{When{{.property = "label", .low = 3, .high = 3}, true, {call("flip_horizontal")}}}),
            "unless label is 3: flip horizontal");
  EXPECT_EQ(in_words(Node{Schedule{{{5, {call("invert")}}, {1, {call("grey")}}}}}),
            "epochs 1..5: invert\nfrom epoch 6: grey");
  EXPECT_EQ(in_words(Node{Linked{
                {Call{.op = "flip_horizontal"}, Call{.op = "flip_horizontal", .field = "mask"}}, 0.5}}),
            "flip horizontal and flip horizontal on mask, all by one draw, with probability 0.5");
  EXPECT_EQ(in_words(Node{Mix{.options = {call("invert")}}}),
            "the picture mixed with 3 chains of 1 to 3 steps, each one of:\n  (a) invert");
}

}  // namespace
}  // namespace variegate
