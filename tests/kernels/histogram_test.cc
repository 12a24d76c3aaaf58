#include "variegate/kernels/histogram.h"

#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

using test::Strided;

TEST(HistogramKernel, CountsAsTheReferenceDoes) {
  test::for_every_shape([&](const Strided& picture) {
    EXPECT_EQ(kernels::histograms(picture.view), reference::histograms(picture.view));
  });
}

}  // namespace
}  // namespace variegate
