#include "variegate/policy/published_corruptions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/error_text.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

using testing::HasSubstr;

TEST(Corruptions, OfEveryKindAndSeverityAreSoundPolicies) {
  for (const std::string& kind : corruption_kinds()) {
    for (int severity = 1; severity <= kSeverities; ++severity) {
      const Policy policy = corruption(kind, severity);
      EXPECT_NO_THROW(check(policy)) << policy.name;
      EXPECT_EQ(published_policy(policy.name), policy);
      EXPECT_FALSE(policy.provenance.source.empty());
    }
  }
}

TEST(Corruptions, TakeTheirAmountsFromTheWidthOfThePicture) {
  EXPECT_EQ(in_words(published_policy("corruption:defocus_blur:4").root),
            "where image width is 1..96: defocus blur by 1.25 pixels, then where image width is 97..336: "
            "defocus blur by 8 pixels, then unless image width is 1..336: defocus blur by 16 pixels");
  EXPECT_EQ(in_words(published_policy("corruption:frost:2").root), "frost by 0.45 of the light");
}

TEST(Corruptions, WrongNamesAreToldWhatWasMeant) {
  const auto told = [](const std::string& name) { return error_text([&] { published_policy(name); }); };
  EXPECT_THAT(told("corruption:fogg:3"), HasSubstr("did you mean 'fog'?"));
  for (const char* name : {"corruption:fog", "corruption:fog:", "corruption:fog:0", "corruption:fog:6",
                           "corruption:fog:2.5", "corruption:fog:3:1", "corruption::3", "corruption:"}) {
    EXPECT_THAT(told(name), HasSubstr("severity 1 .. 5")) << name;
  }
}

}  // namespace
}  // namespace variegate
