#include "variegate/policy/policy_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "tests/policy/random_policy.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"

namespace variegate {
namespace {

using testing::HasSubstr;

std::string error_of(const std::string& text) {
  try {
    parse_policy(text, "p.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

// A whole document around one tree.
std::string document(const std::string& tree) {
  return R"({"format": "variegate-policy", "version": 1, "policy": )" + tree + "}";
}

TEST(PolicyJson, ReadsWhatAPersonWrites) {
  const Policy policy = parse_policy(
      R"({"format":"variegate-policy","version":1,"name":"mine","fields":{"image":"image"},
          "policy":{"sequence":[
            {"call":"rotate","with":{"degrees":{"uniform":[0,21.0],"mirror":true},"interpolation":"nearest"},
             "probability":0.8},
            {"choose":[{"call":"invert"},{"call":"posterize","with":{"bits":4}}],"weights":[1,2],"count":1}]},
          "provenance":{"source":"by hand","score":0.5}})",
      "mine.json");
  Provenance provenance;
  provenance.source = "by hand";
  provenance.score = 0.5;
  const Policy expected = {
      .name = "mine",
      .root = {Sequence{
          {{Call{.op = "rotate",
                 .arguments = {{"degrees", Distribution::uniform(0, 21, true)},
                               {"interpolation", Distribution::constant(0)}},
                 .probability = 0.8}},
           {Choose{.options = {{Call{.op = "invert"}},
                               {Call{.op = "posterize", .arguments = {{"bits", Distribution::constant(4)}}}}},
                   .weights = {1, 2}}}}}},
      .fields = {{"image"}},
      .provenance = provenance};
  EXPECT_EQ(policy, expected);
}

TEST(PolicyJson, WritesOneCanonicalForm) {
  const std::string loose = document(
      R"({"choose": [{"call": "rotate", "probability": 1.0, "with": {"degrees": 21.0}, "field": "image"}],
          "count": 1, "replacement": true})");
  EXPECT_EQ(policy_text(parse_policy(loose, "loose")), R"({
  "format": "variegate-policy",
  "version": 1,
  "fields": {"image": "image"},
  "policy": {"choose": [{"call": "rotate", "with": {"degrees": 21}}]}
}
)");
}

TEST(PolicyJson, AnyPolicyIsTheSameReadAndWrittenAgain) {
  for (std::uint64_t i = 0; i < 600; ++i) {
    const Policy policy = random_policy(i);
    ASSERT_NO_THROW(check(policy)) << "policy " << i;
    const std::string text = policy_text(policy);
    const Policy again = parse_policy(text, "again");
    ASSERT_EQ(again, policy) << text;
    ASSERT_EQ(policy_text(again), text);
    ASSERT_EQ(hash(again), hash(policy));
    ASSERT_FALSE(in_words(policy).empty()) << text;
  }
}

TEST(PolicyJson, FilesKeepAPolicy) {
  const std::string path = testing::TempDir() + "/policy_json_test.json";
  const Policy policy = random_policy(3);
  write_policy_file(path, policy);
  EXPECT_EQ(read_policy_file(path), policy);
  Policy broken = policy;
  broken.root = {Call{.op = "rotat"}};
  EXPECT_THROW(write_policy_file(path, broken), Error);
  EXPECT_EQ(read_policy_file(path), policy) << "a refused write must leave the file";
}

TEST(Hash, IsEqualForEqualAugmentationOnly) {
  std::set<std::uint64_t> hashes;
  std::set<std::string> texts;
  for (std::uint64_t i = 0; i < 500; ++i) {
    Policy policy = random_policy(i);
    policy.name = "";
    policy.provenance = {};
    hashes.insert(hash(policy));
    texts.insert(policy_text(policy));
    Policy renamed = policy;
    renamed.name = "other";
    renamed.provenance.seed = 99;
    EXPECT_EQ(hash(renamed), hash(policy));
  }
  EXPECT_GT(texts.size(), 400U);
  EXPECT_EQ(hashes.size(), texts.size());
}

struct Bad {
  std::string text;
  std::vector<std::string> fragments;
};

TEST(PolicyJson, BadPoliciesAreRefusedWithPlaceAndCause) {
  const auto call_with = [](const std::string& with) {
    return document(R"({"sequence": [{"call": "rotate", "with": {)" + with + "}}]}");
  };
  std::string deep = R"({"call": "invert"})";
  for (int i = 0; i < 16; ++i) deep = R"({"sequence": [)" + deep + "]}";
  std::string work = R"({"call": "invert"})";
  for (int i = 0; i < 2; ++i) work = R"({"choose": [)" + work + R"(], "count": 64})";
  const std::vector<Bad> table = {
      {"", {"p.json", "empty, not JSON"}},
      {"{\"format\": ", {"p.json: line 1", "not valid JSON"}},
      {"[]", {"p.json: $", "wrong type", "an object"}},
      {"{}", {"$: a member is missing", "'format'"}},
      {R"({"format": "other", "version": 1, "policy": {"call": "invert"}})", {"$.format: not a policy"}},
      {R"({"format": "variegate-policy", "policy": {"call": "invert"}})", {"'version'"}},
      {R"({"format": "variegate-policy", "version": 2, "policy": {"call": "invert"}})",
       {"$.version: written by a newer variegate", "got 2", "update variegate"}},
      {R"({"format": "variegate-policy", "version": 1})", {"a member is missing", "'policy'"}},
      {R"({"format": "variegate-policy", "version": 1, "polcy": {}, "policy": {"call": "invert"}})",
       {"$: unknown member", "'polcy' (did you mean 'policy'?)"}},
      {R"({"format": "variegate-policy", "version": 1, "fields": {"sound": "sound"}, "policy": {"call": "invert"}})",
       {"$.fields.sound", "one of image, audio, text"}},
      {R"({"format": "variegate-policy", "version": 1, "fields": {}, "policy": {"sequence": []}})",
       {"$.fields: wrong number of fields"}},
      {R"({"format": "variegate-policy", "version": 1, "policy": {"call": "invert"}, "provenance": {"score": 2}})",
       {"$.provenance.score: out of range"}},
      {R"({"format": "variegate-policy", "version": 1, "version": 1, "policy": {"call": "invert"}})",
       {"a member is given twice", "'version'"}},
      {document(R"({"call": "rotat"})"), {"$.policy.call", "rotat", "did you mean 'rotate'?"}},
      {document("{}"), {"$.policy: not a step", "call, sequence, choose"}},
      {document(R"({"sequnce": []})"), {"$.policy: not a step (did you mean 'sequence'?)"}},
      {document(R"({"call": "invert", "sequence": []})"),
       {"$.policy: two steps in one", "put them into a sequence"}},
      {document(R"({"call": "invert", "prob": 0.5})"), {"$.policy: unknown member", "'prob'"}},
      {document(R"({"call": "invert", "probability": 1.5})"),
       {"$.policy.probability: out of range", "got 1.5", "0 .. 1"}},
      {document(R"({"call": "invert", "probability": "often"})"), {"$.policy.probability: wrong type"}},
      {document(R"({"call": "invert", "probability": 1e999})"), {"p.json", "not valid JSON"}},
      {document(R"({"call": "invert", "probability": NaN})"), {"p.json", "not valid JSON"}},
      {document(R"({"call": "invert", "field": "imag"})"),
       {"$.policy.field", "'imag' (did you mean 'image'?)", "declare it in $.fields"}},
      {call_with(R"("degrees": 400)"),
       {"$.policy.sequence[0].with.degrees: out of range", "got 400", "-180 .. 180 degrees"}},
      {call_with(R"("degree": 4)"), {"$.policy.sequence[0].with", "'degree' (did you mean 'degrees'?)"}},
      {call_with(R"("degrees": {"uniform": [9, 3]})"),
       {"with.degrees: bounds in the wrong order", "9 before 3"}},
      {call_with(R"("degrees": {"uniform": [9]})"), {"with.degrees.uniform: wrong number of elements"}},
      {call_with(R"("degrees": {"uniform": [0, 9], "levels": 1})"), {"with.degrees.levels: out of range"}},
      {call_with(R"("degrees": {"value": 3, "levels": 4})"),
       {"with.degrees.levels: levels of a single value"}},
      {call_with(R"("degrees": {"value": 3, "uniform": [0, 1]})"), {"either value or uniform"}},
      {call_with(R"("degrees": {"mirror": true})"), {"either value or uniform"}},
      {call_with(R"("degrees": "wide")"),
       {"with.degrees: wrong type", "a number, or {\"uniform\": [-180, 180]}"}},
      {call_with(R"("interpolation": "nearst")"),
       {"with.interpolation: unknown name (did you mean 'nearest'?)", "bilinear"}},
      {call_with(R"("interpolation": 1)"), {"with.interpolation: wrong type", "a string"}},
      {document(R"({"call": "posterize", "with": {"bits": 4.5}})"), {"with.bits: not a whole number"}},
      {document(R"({"call": "posterize", "with": {"bits": {"value": 4, "mirror": true}}})"),
       {"with.bits: out of range when mirrored", "4 reflected about 8 to 12"}},
      {document(R"({"call": "invert", "with": {"degrees": 4}})"),
       {"'invert' has no such parameter", "no parameters"}},
      {document(R"({"choose": []})"), {"$.policy.choose: nothing to choose from"}},
      {document(R"({"choose": [{"call": "invert"}], "weights": [1, 2]})"),
       {"$.policy.weights: wrong number"}},
      {document(R"({"choose": [{"call": "invert"}], "weights": [0]})"),
       {"$.policy.weights: no option can be drawn"}},
      {document(R"({"choose": [{"call": "invert"}], "weights": [-1]})"),
       {"$.policy.weights[0]: out of range"}},
      {document(R"({"choose": [{"call": "invert"}], "weights": [1], "until_applied": true})"),
       {"$.policy.weights: the order of a choice"}},
      {document(R"({"choose": [{"sequence": []}], "until_applied": true})"),
       {"$.policy.choose[0]: may be applied or not by itself"}},
      {document(R"({"choose": [{"call": "invert"}], "count": 0})"), {"$.policy.count: out of range"}},
      {document(R"({"choose": [{"call": "invert"}], "count": 2, "replacement": false})"),
       {"$.policy.count: more draws than options", "at most 1"}},
      {document(R"({"mix": [{"call": "invert"}], "depth": [3, 1]})"), {"$.policy.depth[1]: out of range"}},
      {document(R"({"mix": [{"mix": [{"call": "invert"}]}]})"), {"$.policy.mix[0]: a mix inside a mix"}},
      {document(R"({"linked": []})"), {"$.policy.linked: nothing to link"}},
      {document(R"({"linked": [{"call": "invert", "probability": 0.5}]})"),
       {"$.policy.linked[0].probability", "give the probability to the link"}},
      {document(R"({"when": {"property": "colour", "between": [0, 1]}, "step": {"call": "invert"}})"),
       {"$.policy.when.property: unknown property", "label, width, height, channels"}},
      {document(R"({"when": {"property": "label", "between": [2, 1]}, "step": {"call": "invert"}})"),
       {"$.policy.when.between[1]: out of range"}},
      {document(R"({"when": {"property": "label", "between": [0, 1]}})"),
       {"$.policy: a member is missing", "'step'"}},
      {document(R"({"sequence": [{"schedule": [{"epochs": 1, "step": {"call": "invert"}}]}]})"),
       {"$.policy.sequence[0]: a schedule below the root"}},
      {document(R"({"schedule": []})"), {"$.policy.schedule: an empty schedule"}},
      {document(R"({"schedule": [{"epochs": 0, "step": {"call": "invert"}}]})"),
       {"$.policy.schedule[0].epochs: out of range"}},
      {document(deep), {"nested too deeply", "at most 16"}},
      {document(work), {"$.policy: too much work for one sample", "up to 4096 operations"}},
  };
  for (const Bad& bad : table) {
    const std::string message = error_of(bad.text);
    for (const std::string& fragment : bad.fragments) EXPECT_THAT(message, HasSubstr(fragment)) << bad.text;
  }
}

TEST(PolicyJson, ErrorsInAPolicyWithinADocumentGiveItsWholePath) {
  const Json line = {
      {"policy", parse_json(document(R"({"call": "rotate", "with": {"degrees": 400}})"), "x")}};
  JsonReader reader(line, "worker 2");
  try {
    policy_from_json(reader.member("policy"));
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("worker 2: $.policy.policy.with.degrees"));
  }
}

TEST(Check, RefusesWhatOnlyCodeCanBuild) {
  const auto refused = [](const Policy& policy) {
    try {
      check(policy);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  const auto with = [](const Distribution& value) {
    Policy policy;
    policy.root = {Call{.op = "rotate", .arguments = {{"degrees", value}}}};
    return policy;
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(refused(with(Distribution::constant(nan))), HasSubstr("$.policy.with.degrees: out of range"));
  EXPECT_THAT(refused(with({Distribution::Kind::constant, 1, 2, 0, false})),
              HasSubstr("a constant with two values"));
  EXPECT_THAT(refused(with({Distribution::Kind::uniform, 1, 2, 5, false})),
              HasSubstr("levels without a range"));
  Policy twice = with(Distribution::constant(1));
  auto& arguments = std::get<Call>(twice.root.value).arguments;
  arguments.push_back(arguments.front());
  EXPECT_THAT(refused(twice), HasSubstr("a parameter is given twice"));
  Policy name;
  name.name = "\xff";
  EXPECT_THAT(refused(name), HasSubstr("UTF-8"));
  Policy fields;
  fields.fields = {{"image"}, {"image"}};
  EXPECT_THAT(refused(fields), HasSubstr("a field is given twice"));
  Policy empty_when;
  empty_when.root = {When{{.property = "label"}, false, {}}};
  EXPECT_THAT(refused(empty_when), HasSubstr("exactly one"));
  Policy mixed;
  mixed.fields = {{"image"}, {"mask"}};
  mixed.root = {Mix{.options = {{Call{.op = "invert"}}, {Call{.op = "invert", .field = "mask"}}}}};
  EXPECT_THAT(refused(mixed), HasSubstr("a mix over several fields"));
}

}  // namespace
}  // namespace variegate
