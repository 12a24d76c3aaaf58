#include "variegate/kernels/resample.h"

#include <algorithm>

#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

using test::Strided;

// `outputs` sums of `count` neighbours each, with weights that add up to 2^20 and as a whole reach both ends.
ResampleTaps made_taps(int pixels, int outputs, int count, Stream& random) {
  ResampleTaps taps;
  taps.count = count;
  for (int i = 0; i < outputs; ++i) {
    taps.first.push_back(outputs == 1 ? 0 : i * (pixels - count) / (outputs - 1));
    std::int32_t left = 1 << 20;
    for (int k = 1; k < count; ++k) {
      const auto part = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(left) + 1));
      taps.weights.push_back(part);
      left -= part;
    }
    taps.weights.push_back(left);
  }
  return taps;
}

TEST(ResampleKernel, GivesTheBytesOfTheReferenceOnEveryTarget) {
  test::on_every_target([] {
    test::for_every_shape([](const Strided& picture) {
      const ConstImageView view = picture.view;
      Stream random({.seed = 3, .sample = static_cast<std::uint64_t>(view.width)});
      const int outputs = 1 + view.width * 5 % 37;
      const ResampleTaps across =
          made_taps(view.width, outputs, std::min(view.width, 1 + view.width % 6), random);
      // A few bytes more, so that writing too far shows; the row is copied so that reading too far does.
      const auto channels = static_cast<std::size_t>(view.channels);
      std::vector<std::uint8_t> expected(static_cast<std::size_t>(outputs) * channels + 8, 7);
      std::vector<std::uint8_t> out = expected;
      const std::vector<std::uint8_t> row(view.row(0), view.row(0) + view.row_bytes());
      reference::resample_row(row.data(), view.width, view.channels, across, expected.data());
      kernels::resample_row(row.data(), view.width, view.channels, across, out.data());
      EXPECT_EQ(out, expected);

      const ResampleTaps down = made_taps(view.height, 1, view.height, random);
      std::vector<std::uint8_t> expected_row(view.row_bytes() + 8, 7);
      std::vector<std::uint8_t> out_row = expected_row;
      reference::resample_column(view.row(0), view.stride, down.weights,
                                 {expected_row.data(), view.row_bytes()});
      kernels::resample_column(view.row(0), view.stride, down.weights, {out_row.data(), view.row_bytes()});
      EXPECT_EQ(out_row, expected_row);
    });
  });
}

}  // namespace
}  // namespace variegate
