#include "variegate/core/normal.h"

#include <gtest/gtest.h>

namespace variegate {
namespace {

TEST(NormalQuantile, IsThatOfTheTables) {
  EXPECT_NEAR(normal_quantile(0.5), 0.0, 1e-15);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-12);
  EXPECT_NEAR(normal_quantile(0.025), -1.959963984540054, 1e-12);
  EXPECT_NEAR(normal_quantile(0.999968328758167), 4.0, 1e-9);
}

}  // namespace
}  // namespace variegate
