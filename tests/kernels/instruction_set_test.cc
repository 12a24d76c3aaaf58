#include "variegate/kernels/instruction_set.h"

#include <gmock/gmock.h>
#include <hwy/targets.h>

#include "tests/support/error_text.h"

namespace variegate::kernels {
namespace {

TEST(InstructionSet, TheBestIsUsedUntilAnotherIsAskedFor) {
  const std::vector<std::string> all = instruction_sets();
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(instruction_set(), all.front());
  for (const std::string& name : all) {
    use_instruction_set(name);
    EXPECT_EQ(instruction_set(), name);
    EXPECT_EQ(instruction_sets(), all);
  }
  hwy::SetSupportedTargetsForTest(0);
}

TEST(InstructionSet, AnUnknownNameIsAnErrorThatListsThoseThereAre) {
  EXPECT_THAT(error_text([] { use_instruction_set("AVX9"); }),
              testing::HasSubstr(instruction_sets().front()));
}

}  // namespace
}  // namespace variegate::kernels
