// Arbitrary bytes are an Error or a policy. A policy can be told in words, is the same written and read
// again, and runs on pictures of 1, 3 and 4 channels: what check() accepts never fails.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "variegate/core/error.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/policy_json.h"
#include "variegate/policy/shares.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

variegate::FieldValue made(variegate::FieldKind kind, int channels) {
  using variegate::FieldKind;
  if (kind == FieldKind::image) return variegate::Image(5, 3, channels, 100);
  if (kind == FieldKind::audio)
    return variegate::Audio{.rate = 8000, .channels = 1, .samples = {0.5F, -0.5F}};
  return variegate::Text{.utf8 = "a few words"};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace variegate;
  Policy policy;
  try {
    policy = parse_policy({reinterpret_cast<const char*>(data), size}, "fuzz");
  } catch (const Error&) {
    return 0;
  }
  const std::string text = policy_text(policy);
  const Policy again = parse_policy(text, "written");
  require(again == policy);
  require(policy_text(again) == text);
  require(hash(again) == hash(policy));
  require(!in_words(policy).empty());
  for (const OpShare& share : op_shares(policy)) require(share.share >= 0.0 && share.share <= 1.0);

  const Pipeline pipeline(policy, 1, {.batch_follows = true});
  Scratch scratch;
  for (const int channels : {1, 3, 4}) {
    Sample sample;
    for (const PolicyField& field : policy.fields)
      sample.fields.push_back({field.name, made(field.kind, channels)});
    pipeline.apply(sample, 0, scratch);
    for (const PolicyField& field : policy.fields) {
      require(kind_of(sample.find(field.name)->value) == field.kind);
      if (field.kind == FieldKind::image)
        require(sample.image(field.name).pixels.size() == 15U * static_cast<unsigned>(channels));
    }
  }
  return 0;
}
