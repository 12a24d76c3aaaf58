#include "variegate/policy/lengths.h"
#include "tests/support/policies.h"

#include <gmock/gmock.h>

#include "variegate/policy/policy_json.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(WithShares, WritesLengthsAsSharesOfTheirSide) {
  const auto changed = [](Node node) { return with_shares(policy_of(std::move(node)), 80, 40).root; };
  EXPECT_EQ(changed(call("gaussian_blur", {{"sigma", Distribution::uniform(0, 2)}})),
            call("gaussian_blur", {{"sigma_fraction", Distribution::uniform(0, 0.05)}}));
  EXPECT_EQ(changed(call("translate_x", {{"pixels", Distribution::stepped(0, 32, 31, true)}})),
            call("translate_x", {{"fraction", Distribution::stepped(0, 0.4, 31, true)}}));
  EXPECT_EQ(changed(call("translate_y", {{"pixels", Distribution::constant(-10)}})),
            call("translate_y", {{"fraction", Distribution::constant(-0.25)}}));
  const Node crop = call("random_crop", {{"padding", Distribution::constant(0)},
                                         {"padding_fraction", Distribution::constant(0.1)}});
  EXPECT_EQ(changed(call("random_crop", {{"padding", Distribution::constant(4)}})), crop);
  EXPECT_EQ(changed(call("random_crop")), crop);  // the fallback is 4 pixels
}

TEST(WithShares, LeavesWhatIsShareAlreadyOrWouldBeOutOfRange) {
  for (const Node& node :
       {call("translate_x", {{"fraction", Distribution::constant(0.2)}}), call("rotate"),
        call("gaussian_blur"), call("translate_x", {{"pixels", Distribution::constant(90, true)}}),
        call("translate_x",
             {{"pixels", Distribution::constant(3)}, {"fraction", Distribution::constant(0.2)}}),
        call("random_crop", {{"padding", Distribution::constant(0)}})}) {
    EXPECT_EQ(with_shares(policy_of(node), 80, 40).root, node);
  }
}

TEST(WithShares, ReachesEveryKindOfStepAndIsSound) {
  const Node pixels = call("translate_x", {{"pixels", Distribution::constant(8)}});
  Linked linked;
  linked.calls = {std::get<Call>(pixels.value)};
  When when;
  when.condition = {.property = "label", .low = 0, .high = 1};
  when.step = {pixels};
  const Node inner{Sequence{{{Choose{.options = {pixels}}}, {Mix{.options = {pixels}}}, {linked}, {when}}}};
  const Policy policy = with_shares(policy_of({Schedule{{{1, {inner}}}}}), 80, 80);
  check(policy);
  EXPECT_THAT(policy_text(policy), AllOf(HasSubstr("\"fraction\": 0.1"), Not(HasSubstr("pixels\":"))));
  for (const PublishedPolicy& known : published_policies())
    EXPECT_NO_THROW(check(with_shares(published_policy(known.example), 28, 28))) << known.example;
}

TEST(SizeNotice, NamesWhatLooksDifferentBeyondTheTolerance) {
  Policy policy =
      policy_of({Sequence{{call("gaussian_blur", {{"sigma", Distribution::constant(1)}}),
                           call("gaussian_noise", {{"sd", Distribution::constant(5)}}), call("rotate")}}});
  EXPECT_EQ(size_notice(policy, 448, 448), "");  // not known where it was found
  policy.provenance.width = policy.provenance.height = 64;
  EXPECT_EQ(size_notice(policy, 96, 300), "");
  EXPECT_EQ(size_notice(policy, 43, 43), "");
  EXPECT_THAT(size_notice(policy, 97, 300), AllOf(HasSubstr("found on pictures of 64 x 64; on 97 x 300"),
                                                  HasSubstr("gaussian_blur (lengths in pixels)"),
                                                  HasSubstr("gaussian_noise (grain"), HasSubstr("weaker")));
  EXPECT_THAT(size_notice(policy, 32, 32), HasSubstr("stronger"));
  EXPECT_THAT(size_notice(with_shares(policy, 64, 64), 448, 448), Not(HasSubstr("gaussian_blur")));
  policy.root = base_policy("crop-flip").root;
  EXPECT_THAT(size_notice(policy, 448, 448), HasSubstr("random_crop (lengths in pixels) looks"));
  EXPECT_EQ(size_notice(with_shares(policy, 64, 64), 448, 448), "");
}

TEST(Provenance, KeepsSizeChannelsAndChildAndOldFilesHaveNone) {
  Policy policy = base_policy("flip");
  policy.provenance.width = 96;
  policy.provenance.height = 64;
  policy.provenance.channels = 3;
  policy.provenance.child = "small-conv:16";
  const std::string text = policy_text(policy);
  EXPECT_THAT(text, HasSubstr("\"size\": [96, 64]"));
  EXPECT_EQ(parse_policy(text, "p"), policy);
  EXPECT_EQ(parse_policy(policy_text(base_policy("flip")), "p").provenance.width, 0);
}

}  // namespace
}  // namespace variegate
