#include "variegate/trial/picture_bits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/error_text.h"
#include "variegate/core/json.h"

namespace variegate {
namespace {

using ::testing::HasSubstr;

TEST(PictureBits, SurviveJsonWhateverTheirNumber) {
  for (std::size_t count = 1; count < 20; ++count) {
    std::vector<bool> bits(count);
    for (std::size_t i = 0; i < count; ++i) bits[i] = i % 3 == 0;
    const Json json = bits_to_json(bits);
    EXPECT_EQ(bits_from_json(JsonReader(json, "test")), bits);
  }
}

TEST(PictureBits, PictureZeroIsTheHighestBitOfTheFirstDigit) {
  EXPECT_EQ(bits_to_json({true, false, true, true, false, true}).at("hex"), "b4");
}

TEST(PictureBits, WhatIsNotThatManyPicturesIsRefused) {
  const auto refused = [](std::int64_t pictures, const std::string& hex) {
    const Json json{{"pictures", pictures}, {"hex", hex}};
    return error_text([&] { bits_from_json(JsonReader(json, "test")); });
  };
  EXPECT_THAT(refused(6, "b"), HasSubstr("$.hex"));
  EXPECT_THAT(refused(6, "b4f"), HasSubstr("$.hex"));
  EXPECT_THAT(refused(6, "bg"), HasSubstr("not a hexadecimal digit"));
  EXPECT_THAT(refused(6, "b5"), HasSubstr("beyond the last picture"));
  EXPECT_THAT(refused(0, ""), HasSubstr("$.pictures"));
}

}  // namespace
}  // namespace variegate
