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

  const Pipeline pipeline(policy, 1);
  Scratch scratch;
  for (const int channels : {1, 3, 4}) {
    Sample sample;
    for (const std::string& field : policy.fields)
      sample.fields.push_back({field, Image(5, 3, channels, 100)});
    pipeline.apply(sample, 0, scratch);
    for (const std::string& field : policy.fields)
      require(sample.image(field).pixels.size() == 15U * static_cast<unsigned>(channels));
  }
  return 0;
}
