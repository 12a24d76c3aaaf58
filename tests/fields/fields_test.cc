// Samples of three fields, a picture, a sound and a text, through policy files, words, shares and pipelines.
// That this file and its two neighbours are all there is of the operations is what is tested.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/fields/made_fields.h"
#include "tests/policy/random_policy.h"
#include "tests/support/error_text.h"
#include "variegate/core/json.h"
#include "variegate/ops/op.h"
#include "variegate/ops/own_ops.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/pipeline/plan_text.h"
#include "variegate/pipeline/trace.h"
#include "variegate/policy/policy_json.h"
#include "variegate/policy/shares.h"

namespace variegate {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kFields = R"("fields": {"image": "image", "sound": "audio", "words": "text"})";

class Fields : public testing::Test {
 protected:
  OwnOps own_{{&test::gain(), &test::invert(), &test::swap_words()}};
};

Policy policy_from(const std::string& steps) {
  return parse_policy(R"({"format": "variegate-policy", "version": 1, )" + std::string(kFields) +
                          R"(, "policy": )" + steps + "}",
                      "made");
}

std::string refused(const std::string& steps) {
  return error_text([&] { policy_from(steps); });
}

Sample made_sample(std::uint64_t index = 0) {
  Sample sample = image_sample(Image(6, 4, 3, 50), 1, index);
  sample.fields.push_back(
      {"sound", Audio{.rate = 100, .channels = 2, .samples = std::vector<float>(50, 0.5F)}});
  sample.fields.push_back({"words", Text{.utf8 = "one two three four five"}});
  return sample;
}

Sample applied(const Policy& policy, Sample sample) {
  Scratch scratch;
  Pipeline(policy, 7).apply(sample, 0, scratch);
  return sample;
}

TEST_F(Fields, ArePartOfAPolicyFileAndItsHash) {
  const Policy policy = policy_from(
      R"({"sequence": [{"call": "invert"}, {"call": "gain", "with": {"decibels": {"uniform": [0, 6], "mirror": true}}, "field": "sound"}, {"call": "swap_words", "field": "words"}]})");
  EXPECT_EQ(policy.fields,
            (std::vector<PolicyField>{
                {"image", FieldKind::image}, {"sound", FieldKind::audio}, {"words", FieldKind::text}}));
  const Policy again = parse_policy(policy_text(policy), "again");
  EXPECT_EQ(again, policy);
  EXPECT_EQ(policy_text(again), policy_text(policy));
  Policy other = policy;
  other.fields[1].name = "voice";
  EXPECT_NE(policy_text(other), policy_text(policy));
}

TEST_F(Fields, HaveOperationsOfTheirOwnKind) {
  EXPECT_THAT(refused(R"({"call": "gain"})"),
              AllOf(HasSubstr("$.policy.call"), HasSubstr("fields of kind audio, the field is of kind image"),
                    HasSubstr("name a field of kind audio")));
  EXPECT_THAT(refused(R"({"call": "rotate", "field": "sound"})"), HasSubstr("one of gain, invert"));
  EXPECT_THAT(refused(R"({"call": "gian", "field": "sound"})"), HasSubstr("did you mean 'gain'"));
  EXPECT_THAT(refused(R"({"call": "gain", "field": "sond"})"),
              AllOf(HasSubstr("$.policy.field"), HasSubstr("did you mean 'sound'")));
}

TEST_F(Fields, AreNamedInWordsAndInThePlan) {
  const Policy policy = policy_from(
      R"({"sequence": [{"call": "invert"}, {"call": "gain", "with": {"decibels": 3}, "field": "sound"}, {"mix": [{"call": "invert", "field": "sound"}]}]})");
  EXPECT_EQ(
      in_words(policy),
      "invert, then gain by 3 dB on sound, then the sound mixed with 3 chains of 1 to 3 steps, each one "
      "of:\n  (a) invert on sound");
  EXPECT_THAT(plan_text(policy, true),
              AllOf(HasSubstr("table: invert"), HasSubstr("pass of its own: gain of sound")));
}

TEST_F(Fields, HaveSharesOfTheirOwn) {
  const auto shares = op_shares(policy_from(
      R"({"sequence": [{"call": "invert", "probability": 0.25}, {"call": "invert", "probability": 0.5, "field": "sound"}]})"));
  ASSERT_EQ(shares.size(), 2U);
  EXPECT_EQ(shares[0].field, "sound");
  EXPECT_DOUBLE_EQ(shares[0].share, 0.5);
  EXPECT_EQ(shares[1].field, "image");
  EXPECT_DOUBLE_EQ(shares[1].share, 0.25);
}

TEST_F(Fields, RunThroughOnePipeline) {
  const Policy policy = policy_from(
      R"({"sequence": [{"call": "invert"}, {"call": "gain", "with": {"decibels": 20}, "field": "sound"}, {"call": "invert", "field": "sound"}, {"call": "swap_words", "field": "words"}]})");
  const Sample original = made_sample();
  const Sample sample = applied(policy, original);
  EXPECT_EQ(sample.image().pixels[0], 205);
  EXPECT_FLOAT_EQ(sample.audio("sound").samples[0], -5.0F);
  EXPECT_EQ(sample.audio("sound").samples.size(), 50U);
  EXPECT_NE(sample.text("words"), original.text("words"));
  EXPECT_EQ(sample.text("words").utf8.size(), original.text("words").utf8.size());

  Sample copy;
  Scratch scratch;
  const Pipeline pipeline(policy, 7);
  for (int round = 0; round < 2; ++round) {
    pipeline.apply(original, copy, 0, scratch);
    EXPECT_EQ(copy, sample) << "the original is read where it is";
  }
}

TEST_F(Fields, OfOtherKindsThanThePolicySaysAreErrorsThatNameThem) {
  const Policy policy = policy_from(R"({"call": "gain", "field": "sound"})");
  Sample sample = made_sample(3);
  sample.fields[1].value = Text{.utf8 = "not a sound"};
  EXPECT_THAT(
      error_text([&] { applied(policy, sample); }),
      AllOf(HasSubstr("sample 3"), HasSubstr("no sound in field 'sound'"), HasSubstr("sound (text)")));
  sample.fields[1].value = Audio{.rate = 8000, .channels = 2, .samples = {1.0F}};
  EXPECT_THAT(error_text([&] { applied(policy, sample); }),
              AllOf(HasSubstr("field 'sound'"), HasSubstr("not a sound")));
  sample.fields[1] = made_sample().fields[1];
  sample.fields[2].value = Text{.utf8 = "\xff"};
  EXPECT_THAT(error_text([&] { applied(policy, sample); }),
              AllOf(HasSubstr("field 'words'"), HasSubstr("not UTF-8")));
  sample.fields[2].value = Text{.utf8 = "abc", .kept = {{2, 2}}};
  EXPECT_THAT(error_text([&] { applied(policy, sample); }), HasSubstr("2 bytes from byte 2 of 3"));
}

// What was drawn, as a share of the range that both calls draw from.
TEST_F(Fields, OfTwoKindsAreLinkedByOneDraw) {
  const Policy policy = policy_from(
      R"({"linked": [{"call": "rotate", "with": {"degrees": {"uniform": [-90, 90]}}}, {"call": "gain", "with": {"decibels": {"uniform": [-6, 6]}}, "field": "sound"}], "probability": 0.5})");
  const Pipeline pipeline(policy, 4);
  Scratch scratch;
  int both = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    Sample sample;
    Trace trace;
    pipeline.apply(made_sample(i), sample, 0, scratch, &trace);
    if (trace.empty()) continue;
    ASSERT_EQ(trace.size(), 2U);
    EXPECT_NEAR(trace[0].values[0] / 90, trace[1].values[0] / 6, 1e-12);
    ++both;
  }
  EXPECT_NEAR(both, 100, 35);
}

TEST_F(Fields, HaveConditionsOfTheirKind) {
  const auto inverted = [](const std::string& condition) {
    const Policy policy = policy_from(R"({"when": )" + condition + R"(, "step": {"call": "invert"}})");
    return applied(policy, made_sample()).image().pixels[0] == 205;
  };
  EXPECT_TRUE(inverted(R"({"property": "seconds", "field": "sound", "between": [0.2, 0.3]})"));
  EXPECT_FALSE(inverted(R"({"property": "rate", "field": "sound", "between": [0, 99]})"));
  EXPECT_TRUE(inverted(R"({"property": "channels", "field": "sound", "between": [2, 2]})"));
  EXPECT_TRUE(inverted(R"({"property": "bytes", "field": "words", "between": [23, 23]})"));
  EXPECT_TRUE(inverted(R"({"property": "label", "between": [1, 1]})"));
  EXPECT_THAT(error_text([&] { inverted(R"({"property": "width", "field": "sound", "between": [0, 9]})"); }),
              HasSubstr("one of label, channels, rate, seconds"));
}

TEST_F(Fields, OfSoundsAreMixedAndOfTextsAreNot) {
  const Policy policy =
      policy_from(R"({"mix": [{"call": "invert", "field": "sound"}], "depth": [1, 1], "width": 2})");
  const float mixed = applied(policy, made_sample()).audio("sound").samples[0];
  EXPECT_LT(std::abs(mixed), 0.5F) << "between the sound and its opposite";
  const Policy nothing =
      policy_from(R"({"mix": [{"call": "gain", "with": {"decibels": 0}, "field": "sound"}], "width": 4})");
  EXPECT_NEAR(applied(nothing, made_sample()).audio("sound").samples[0], 0.5F, 1e-6F);
  EXPECT_THAT(refused(R"({"mix": [{"call": "swap_words", "field": "words"}]})"), HasSubstr("a mix of texts"));
}

TEST_F(Fields, AreReplayedFromATrace) {
  const Policy policy = policy_from(
      R"({"sequence": [{"mix": [{"call": "gain", "with": {"decibels": {"uniform": [-6, 6]}}, "field": "sound"}]}, {"call": "swap_words", "field": "words"}, {"call": "rotate", "with": {"degrees": {"uniform": [-30, 30]}}}]})");
  const Pipeline pipeline(policy, 4);
  Scratch scratch;
  Sample sample;
  Trace trace;
  pipeline.apply(made_sample(5), sample, 2, scratch, &trace);
  const Json json = to_json(trace);
  Sample again = made_sample(5);
  replay(trace_from_json(JsonReader(json, "trace")), again, scratch);
  EXPECT_EQ(again, sample);
}

TEST_F(Fields, OfEveryKindRunThroughAnyPolicy) {
  Scratch scratch;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Policy policy = random_policy(
        seed, {{"image", FieldKind::image}, {"sound", FieldKind::audio}, {"words", FieldKind::text}});
    const std::string text = policy_text(policy);
    ASSERT_EQ(parse_policy(text, "again"), policy) << text;
    ASSERT_FALSE(in_words(policy).empty());
    ASSERT_FALSE(plan_text(policy, true).empty());
    Sample sample, replayed = made_sample(seed);
    Trace trace;
    Pipeline(policy, seed, {.batch_follows = true}).apply(made_sample(seed), sample, 1, scratch, &trace);
    ASSERT_EQ(kind_of(sample.fields[1].value), FieldKind::audio) << text;
    ASSERT_EQ(kind_of(sample.fields[2].value), FieldKind::text) << text;
    replay(trace, replayed, scratch);
    ASSERT_EQ(replayed, sample) << text;
  }
}

TEST(OwnOps, AreKnownWhileTheyLive) {
  {
    const OwnOps own({&test::gain()});
    EXPECT_EQ(find_op(FieldKind::audio, "gain"), &test::gain());
    EXPECT_EQ(find_op(FieldKind::image, "gain"), nullptr);
  }
  EXPECT_EQ(find_op(FieldKind::audio, "gain"), nullptr);
  EXPECT_THAT(error_text([] { require_op(FieldKind::audio, "gain", "here"); }),
              HasSubstr("kind audio, of which there are none"));
}

TEST(OwnOps, ThatAreNotSoundAreRefusedAltogether) {
  const auto refusal = [](const Op& op) {
    const std::string text = error_text([&] { OwnOps({&test::gain(), &op}); });
    EXPECT_EQ(find_op(FieldKind::audio, "gain"), nullptr);
    return text;
  };
  EXPECT_THAT(refusal(test::gain()), HasSubstr("there is one of this name"));
  EXPECT_THAT(refusal({.name = "", .summary = "", .source = ""}), HasSubstr("no name"));
  EXPECT_THAT(refusal({.name = "rotate", .summary = "", .source = ""}), HasSubstr("'rotate' on image"));
  EXPECT_THAT(refusal({.name = "new", .summary = "", .source = "", .does = ImagePass{}}),
              HasSubstr("a form without a function"));
  Parameter parameter;
  parameter.high = 1;
  parameter.fallback = 2;
  Op wrong{.name = "new", .summary = "", .source = "", .parameters = {parameter}};
  EXPECT_THAT(refusal(wrong), HasSubstr("outside its own range"));
  wrong.parameters.assign(kMostParameters + 1, {});
  EXPECT_THAT(refusal(wrong), HasSubstr("too many parameters"));
}

}  // namespace
}  // namespace variegate
