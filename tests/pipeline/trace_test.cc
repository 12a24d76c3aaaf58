// The calls that a pipeline lists make the same picture again.
#include "variegate/pipeline/trace.h"

#include <gmock/gmock.h>

#include <set>

#include "tests/support/error_text.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/ops/op.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

using testing::HasSubstr;

Sample with_annotations(std::uint64_t index) {
  Image picture(40, 30, 3);
  Stream random({.seed = 1, .sample = index});
  for (std::uint8_t& value : picture.pixels) value = static_cast<std::uint8_t>(random.below(256));
  Sample sample = image_sample(std::move(picture), 0, index);
  sample.fields.push_back({"boxes", Boxes{{{.left = 3, .top = 4, .right = 20, .bottom = 25}}}});
  sample.fields.push_back({"keypoints", Keypoints{{{.x = 10, .y = 12}}}});
  return sample;
}

TEST(Trace, OfAnyPublishedPolicyMakesTheSameSampleAgain) {
  Scratch scratch;
  std::set<std::string> ops;
  for (const PublishedPolicy& listed : published_policies()) {
    SCOPED_TRACE(listed.example);
    for (const bool fuse : {true, false}) {
      const Pipeline pipeline(published_policy(listed.example), 3, {.fuse = fuse, .batch_follows = true});
      for (std::uint64_t i = 0; i < 12; ++i) {
        const Sample original = with_annotations(i);
        Sample expected = original;
        pipeline.apply(expected, i, scratch);
        Sample traced;
        Trace trace;
        pipeline.apply(original, traced, i, scratch, &trace);
        ASSERT_EQ(traced, expected);
        for (const AppliedCall& call : trace) ops.insert(call.op == nullptr ? "mix" : call.op->name);
        // Through text, as it stands in a manifest.
        const Json written = parse_json(to_json(trace).dump(), "calls");
        Sample again = original;
        replay(trace_from_json(JsonReader(written, "calls")), again, scratch, fuse);
        ASSERT_EQ(again, expected) << written.dump();
      }
    }
  }
  EXPECT_GE(ops.size(), 15U);
}

TEST(Trace, WhatIsNoCallIsAnError) {
  for (const char* text :
       {R"({"call": "rotate"})", R"([{"call": "no such"}])", R"([{"call": "rotate"}])",
        R"([{"call": "invert", "with": {}, "extra": 1}])", R"([{"mix": [{"share": 70000, "calls": []}]}])",
        R"([{"call": "invert", "stream": [1, 2, 3]}])",
        R"([{"call": "solarize", "with": {"threshold": 1e9}}])"}) {
    const Json json = parse_json(text, "calls");
    EXPECT_THAT(error_text([&] { trace_from_json(JsonReader(json, "calls")); }), HasSubstr("calls")) << text;
  }
}

}  // namespace
}  // namespace variegate
