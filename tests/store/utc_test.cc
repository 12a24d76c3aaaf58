#include "variegate/store/utc.h"

#include <gtest/gtest.h>

#include "variegate/core/error.h"

namespace variegate {
namespace {

TEST(Utc, WritesTheEpochAndALeapDay) {
  using std::chrono::milliseconds;
  using std::chrono::system_clock;
  EXPECT_EQ(utc_text(system_clock::time_point{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(utc_text(system_clock::time_point{milliseconds{1709210096789}}), "2024-02-29T12:34:56.789Z");
}

TEST(Utc, SecondsBetweenStampsCrossDaysAndHaveASign) {
  EXPECT_DOUBLE_EQ(seconds_between("2024-02-28T23:59:59.500Z", "2024-02-29T00:00:01.250Z"), 1.75);
  EXPECT_DOUBLE_EQ(seconds_between("2024-02-29T00:00:01.250Z", "2024-02-28T23:59:59.500Z"), -1.75);
}

TEST(Utc, WhatIsNotAStampIsAnError) {
  EXPECT_THROW(seconds_between("2024-02-30T00:00:00.000Z", "2024-02-29T00:00:01.250Z"), Error);
  EXPECT_THROW(seconds_between("yesterday", "2024-02-29T00:00:01.250Z"), Error);
}

}  // namespace
}  // namespace variegate
