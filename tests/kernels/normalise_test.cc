#include "variegate/kernels/normalise.h"

#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

using test::Strided;

constexpr std::array<double, 4> kMean = {0.485, 0.456, 0.406, 0.5};
constexpr std::array<double, 4> kDeviation = {0.229, 0.224, 0.225, 0.25};

TEST(NormaliseKernel, GivesTheBytesOfTheReferenceOnEveryTarget) {
  test::on_every_target([&] {
    test::for_every_shape([&](const Strided& picture) {
      for (const auto element :
           {TensorFormat::Element::float32, TensorFormat::Element::bfloat16, TensorFormat::Element::uint8}) {
        for (const PixelLayout layout : {PixelLayout::planes, PixelLayout::interleaved}) {
          const TensorFormat format = with_moments({element, layout}, kMean, kDeviation);
          const ConstImageView view = picture.view;
          // A few elements more, so that writing too far shows.
          std::vector<std::uint8_t> expected(
              view.row_bytes() * static_cast<std::size_t>(view.height) * 4 + 64, 7);
          std::vector<std::uint8_t> out = expected;
          reference::normalise(view, format, expected.data());
          kernels::normalise(view, format, out.data());
          EXPECT_EQ(out, expected) << static_cast<int>(element) << ' ' << static_cast<int>(layout);
        }
      }
    });
  });
}

TEST(NormaliseKernel, GivesTheSameBytesPastTheCaches) {
  test::on_every_target([&] {
    for (const int width : {1, 15, 16, 64, 100}) {
      for (const int channels : {1, 3, 4}) {
        for (const PixelLayout layout : {PixelLayout::planes, PixelLayout::interleaved}) {
          const Strided picture(width, 16, channels, 0, 2);
          TensorFormat format = with_moments({.layout = layout}, kMean, kDeviation);
          struct alignas(64) Line {
            std::array<float, 16> floats;
            bool operator==(const Line&) const = default;
          };
          std::vector<Line> expected(static_cast<std::size_t>(width * channels) + 1);
          std::vector<Line> out = expected;
          reference::normalise(picture.view, format, expected.data());
          format.past_caches = true;
          kernels::normalise(picture.view, format, out.data());
          EXPECT_EQ(out, expected) << width << ' ' << channels;
        }
      }
    }
  });
}

TEST(Normalise, SubtractsTheMeanAndDividesByTheDeviation) {
  Image image(2, 1, 3);
  image.pixels = {0, 128, 255, 51, 102, 204};
  std::array<float, 6> planes{};
  kernels::normalise(image, with_moments({}, kMean, kDeviation), planes.data());
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_NEAR(planes[c * 2 + i], (image.pixels[i * 3 + c] / 255.0 - kMean[c]) / kDeviation[c], 1e-6);
    }
  }
}

}  // namespace
}  // namespace variegate
