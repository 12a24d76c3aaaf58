#include "variegate/core/duration.h"

#include <gtest/gtest.h>

namespace variegate {
namespace {

TEST(DurationText, HasTheTwoLargestUnits) {
  EXPECT_EQ(duration_text(-1.0), "0s");
  EXPECT_EQ(duration_text(59.4), "59s");
  EXPECT_EQ(duration_text(59.6), "1m 00s");
  EXPECT_EQ(duration_text(130), "2m 10s");
  EXPECT_EQ(duration_text(11'100), "3h 05m");
}

}  // namespace
}  // namespace variegate
