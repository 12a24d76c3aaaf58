// Decoding a part of a picture; which pixels come out is held against Pillow in pillow_oracle_test.py.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "tests/support/error_text.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/decode/encode.h"

namespace variegate {
namespace {

Image waves(int width, int height, int channels) {
  Image image(width, height, channels);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c)
        image.at(x, y)[c] =
            static_cast<std::uint8_t>(128 + 60 * std::sin(x / 9.0 + c) + 40 * std::cos(y / 7.0));
    }
  }
  return image;
}

ChoosePart always(const PartRequest& request) {
  return [request](int, int) { return request; };
}

TEST(EncodeJpeg, ComesBackNearlyTheSame) {
  for (const int channels : {1, 3}) {
    const Image image = waves(61, 47, channels);
    const Image back = decode_image(encode_jpeg(image, 95), "made.jpg");
    ASSERT_EQ(back.channels, channels);
    ASSERT_EQ(back.pixels.size(), image.pixels.size());
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
      ASSERT_LE(std::abs(int{image.pixels[i]} - int{back.pixels[i]}), 12);
  }
}

TEST(EncodeJpeg, SaysWhatItCannotWrite) {
  EXPECT_NE(error_text([] { encode_jpeg(Image(2, 2, 4), 90); }).find("2 x 2 pixels, 4 channels"),
            std::string::npos);
  EXPECT_NE(error_text([] { encode_jpeg(Image(2, 2, 3), 0); }).find("quality 0"), std::string::npos);
  EXPECT_NE(error_text([] { encode_jpeg(Image(70000, 1, 1), 90); }).find("70000 x 1 pixels"),
            std::string::npos);
}

TEST(DecodePart, TakesTheSmallestScaleAtWhichTheBoxIsLargeEnough) {
  const auto bytes = encode_jpeg(waves(200, 160, 3), 90);
  const auto eighths = [&](int least_width, int least_height) {
    Image image;
    const PartRequest request{{16, 16, 128, 96}, least_width, least_height};
    const DecodedPart part = decode_image_part(bytes, "made.jpg", always(request), image);
    EXPECT_EQ(part.box.width, 128 * part.eighths / 8);
    EXPECT_EQ(part.picture_width, 200);
    EXPECT_EQ(part.picture_height, 160);
    return part.eighths;
  };
  EXPECT_EQ(eighths(0, 0), 8);
  EXPECT_EQ(eighths(65, 10), 8);
  EXPECT_EQ(eighths(64, 10), 4);
  EXPECT_EQ(eighths(10, 25), 4);
  EXPECT_EQ(eighths(32, 24), 2);
  EXPECT_EQ(eighths(16, 12), 1);
  EXPECT_EQ(eighths(1, 1), 1);
}

TEST(DecodePart, UsesTheMemoryOfThePictureAgain) {
  const auto bytes = encode_jpeg(waves(80, 60, 3), 90);
  Image image;
  decode_image_part(bytes, "made.jpg", whole_picture, image);
  const std::uint8_t* memory = image.pixels.data();
  decode_image_part(bytes, "made.jpg", always({{5, 6, 20, 20}}), image);
  decode_image_part(bytes, "made.jpg", whole_picture, image);
  EXPECT_EQ(image.pixels.data(), memory);
  EXPECT_EQ(image, decode_image(bytes, "made.jpg"));
}

TEST(DecodePart, RefusesABoxThatReachesOutside) {
  for (const auto& bytes : {encode_jpeg(waves(20, 10, 3), 90), encode_png(waves(20, 10, 3))}) {
    for (const Box box :
         {Box{0, 0, 21, 10}, Box{-1, 0, 5, 5}, Box{0, 10, 1, 1}, Box{0, 0, 0, 5}, Box{2147483647, 0, 5, 5}}) {
      Image image;
      const std::string text =
          error_text([&] { decode_image_part(bytes, "made", always({.box = box}), image); });
      EXPECT_NE(text.find("made: the part to decode is not inside the picture"), std::string::npos) << text;
      EXPECT_NE(text.find("within 20 x 10"), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace variegate
