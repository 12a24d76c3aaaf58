#include "variegate/study/validation_size.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace variegate {
namespace {

using ::testing::HasSubstr;

TEST(ValidationSize, FewPicturesAreWarnedOfWithTheSizeThatWouldDo) {
  EXPECT_THAT(small_validation_warning(160), HasSubstr("about 4.0 points"));
  EXPECT_THAT(small_validation_warning(160), HasSubstr("about 2500 would do"));
  EXPECT_THAT(small_validation_warning(160), HasSubstr("160 validation pictures are few"));
  EXPECT_EQ(small_validation_warning(2000), "");
  EXPECT_EQ(small_validation_warning(0), "") << "nothing is known yet";
}

TEST(ValidationSize, AfterTheFinalRoundWhatWasMeasuredCounts) {
  Decision decision;
  decision.arms.resize(1);
  decision.pictures = 200;
  decision.picture_error = 0.03;
  decision.spread = 0.01;
  EXPECT_THAT(small_validation_warning(decision), HasSubstr("standard error of 3.0 points"));
  EXPECT_THAT(small_validation_warning(decision), HasSubstr("about 7200 would do"));
  decision.spread = 0.05;  // policies that differ so much are told apart by few pictures
  EXPECT_EQ(small_validation_warning(decision), "");
}

}  // namespace
}  // namespace variegate
