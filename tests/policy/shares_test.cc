#include "variegate/policy/shares.h"
#include "tests/support/policies.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "variegate/policy/published.h"

namespace variegate {
namespace {

OpShare share_of(const Node& root, const std::string& op) {
  Policy policy;
  policy.root = root;
  for (const OpShare& share : op_shares(policy)) {
    if (share.op == op) return share;
  }
  return {};
}

TEST(Shares, OfCallsAndSequences) {
  EXPECT_DOUBLE_EQ(share_of(call("invert", {}, 0.3), "invert").share, 0.3);
  EXPECT_DOUBLE_EQ(
      share_of(Node{Sequence{{call("invert", {}, 0.5), call("invert", {}, 0.5)}}}, "invert").share, 0.75);
  EXPECT_EQ(share_of(call("invert"), "grey").op, "");
}

TEST(Shares, OfChoicesWithReplacement) {
  const Node one = {Choose{.options = {call("invert"), call("grey", {}, 0.5)}, .weights = {1, 3}}};
  EXPECT_DOUBLE_EQ(share_of(one, "invert").share, 0.25);
  EXPECT_DOUBLE_EQ(share_of(one, "grey").share, 0.375);
  const Node two = {Choose{.options = {call("invert"), call("grey")}, .count = 2}};
  EXPECT_DOUBLE_EQ(share_of(two, "invert").share, 0.75);
}

// The same by going through every order of draws.
double present_by_enumeration(std::vector<double> weights, const std::vector<double>& present, int count) {
  double total = 0.0;
  for (const double weight : weights) total += weight;
  if (count == 0) return 1.0;
  double absent = 0.0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0.0) continue;
    std::vector<double> rest = weights;
    rest[i] = 0.0;
    absent += weights[i] / total * (1.0 - present[i]) * present_by_enumeration(rest, present, count - 1);
  }
  return absent;
}

// The chance that the operation is absent, computed by going through every order and, in each, through every
// choice of which calls are applied.
double absent_until_applied(std::vector<Call> left, const std::string& op, int count) {
  if (count == 0 || left.empty()) return 1.0;
  double absent = 0.0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::vector<Call> rest = left;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    const double chance = left[i].probability;
    const double applied = left[i].op == op ? 0.0 : absent_until_applied(rest, op, count - 1);
    absent += chance * applied + (1.0 - chance) * absent_until_applied(rest, op, count);
  }
  return absent / static_cast<double>(left.size());
}

TEST(Shares, OfChoicesUntilSomeAreAppliedAreExact) {
  std::vector<Call> calls;
  Choose choose{.options = {}, .until_applied = true};
  for (const auto& [op, chance] : std::vector<std::pair<const char*, double>>{
           {"invert", 0.3}, {"grey", 0.9}, {"invert", 0.6}, {"equalize", 0.0}, {"rotate", 1.0}}) {
    calls.push_back({.op = op, .probability = chance});
    choose.options.push_back({calls.back()});
  }
  for (choose.count = 1; choose.count <= 4; ++choose.count) {
    for (const char* op : {"invert", "grey", "rotate"}) {
      EXPECT_NEAR(share_of({choose}, op).share, 1.0 - absent_until_applied(calls, op, choose.count), 1e-7)
          << op << " of " << choose.count;
    }
    EXPECT_EQ(share_of({choose}, "sharpness").share, 0.0);
    const Node after_a_flip = {Sequence{{call("flip_horizontal", {}, 0.5), {choose}}}};
    EXPECT_DOUBLE_EQ(share_of(after_a_flip, "flip_horizontal").share, 0.5);
  }
}

TEST(Shares, OfChoicesWithoutReplacementAreExact) {
  const std::vector<double> weights = {1, 0.01, 300, 7, 0};
  const std::vector<double> present = {0.2, 1.0, 0.5, 0.0, 1.0};
  for (int count = 1; count <= 4; ++count) {
    Choose choose{.options = {}, .weights = weights, .count = count, .replacement = false};
    for (const double probability : present) choose.options.push_back(call("invert", {}, probability));
    EXPECT_NEAR(share_of({choose}, "invert").share, 1.0 - present_by_enumeration(weights, present, count),
                1e-10)
        << count << " draws";
  }
  Choose even{.options = {}, .count = 2, .replacement = false};
  for (const char* op : {"invert", "grey", "equalize", "identity", "auto_contrast"})
    even.options.push_back(call(op));
  EXPECT_NEAR(share_of({even}, "grey").share, 0.4, 1e-10);
}

TEST(Shares, OfMixturesLinksConditionsAndSchedules) {
  const Node mix = {
      Mix{.options = {call("invert"), call("grey")}, .width = 2, .depth_low = 1, .depth_high = 2}};
  EXPECT_DOUBLE_EQ(share_of(mix, "grey").share, 1.0 - 0.375 * 0.375);
  EXPECT_DOUBLE_EQ(share_of({Linked{{Call{.op = "grey"}, Call{.op = "grey"}}, 0.5}}, "grey").share, 0.5);
  EXPECT_DOUBLE_EQ(share_of({When{{.property = "label"}, false, {call("grey", {}, 0.4)}}}, "grey").share,
                   0.4);
  EXPECT_DOUBLE_EQ(share_of({Schedule{{{3, {call("grey")}}, {1, {call("invert")}}}}}, "grey").share, 0.75);
}

TEST(Shares, GiveTheRangeOfAllCallsInWords) {
  const auto turn = [](double low, double high, bool mirror) {
    return Node{Call{.op = "rotate", .arguments = {{"degrees", Distribution::uniform(low, high, mirror)}}}};
  };
  const OpShare share = share_of(Node{Sequence{{turn(0, 10, true), turn(5, 21, false)}}}, "rotate");
  EXPECT_EQ(share.range, "-10..21 degrees");
  EXPECT_EQ(share.low, -10.0);
  EXPECT_EQ(share.high, 21.0);
  EXPECT_EQ(share_of(call("invert"), "invert").range, "");
}

TEST(Shares, HoldTheMixesOfABatch) {
  Policy policy;
  policy.root = call("grey", {}, 0.5);
  const auto alpha = [](double value) {
    return std::vector<Argument>{{"alpha", Distribution::constant(value)}};
  };
  policy.batch = {{.mix = "mixup", .arguments = alpha(0.2), .probability = 0.25},
                  {.mix = "mixup", .arguments = alpha(0.4), .probability = 0.5},
                  {.mix = "sample_pairing", .probability = 0.0}};
  const auto shares = op_shares(policy);
  ASSERT_EQ(shares.size(), 2U);
  EXPECT_EQ(shares[0].name(), "mixup");
  EXPECT_DOUBLE_EQ(shares[0].share, 0.75);
  EXPECT_NE(shares[0].range.find("0.2..0.4"), std::string::npos) << shares[0].range;
  EXPECT_EQ(shares[1].name(), "grey");
}

TEST(Shares, OfTrivialAugmentAreAFourteenthEach) {
  const auto shares = op_shares(published_policy("trivialaugment"));
  EXPECT_EQ(shares.size(), 14U);
  for (const OpShare& share : shares) EXPECT_NEAR(share.share, 1.0 / 14.0, 1e-12) << share.op;
}

}  // namespace
}  // namespace variegate
