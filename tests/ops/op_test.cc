// Looking operations up and applying one by hand: names, parameters, errors.
#include "variegate/ops/op.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tests/ops/pictures.h"
#include "variegate/core/error.h"

namespace variegate {
namespace {

using test::applied;
using testing::AllOf;
using testing::HasSubstr;

std::string error_of(const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return "no error";
}

TEST(Op, UnknownNameIsAnErrorThatSaysWhereAndNamesTheNearest) {
  EXPECT_EQ(find_op(FieldKind::image, "rotat"), nullptr);
  EXPECT_THAT(
      error_of([] { require_op(FieldKind::image, "rotat", "policy.json: $.op"); }),
      AllOf(HasSubstr("policy.json: $.op"), HasSubstr("'rotat'"), HasSubstr("did you mean 'rotate'")));
}

TEST(Op, ParametersAreFoundByName) {
  const Op& op = require_op(FieldKind::image, "translate_x", "test");
  EXPECT_EQ(find_parameter(op, "fraction"), 0);
  EXPECT_EQ(find_parameter(op, "interpolation"), 3);
  EXPECT_EQ(find_parameter(op, "degrees"), -1);
}

TEST(Op, ValuesNotGivenAreTheFallbacks) {
  const Image image = test::random_picture(9, 9, 3);
  EXPECT_EQ(applied("rotate", image, {20}), applied("rotate", image, {20, 0, 1}));
  EXPECT_NE(applied("rotate", image, {20}), applied("rotate", image, {20, 0, 0}));
}

TEST(Op, ValuesOutOfRangeAreErrorsThatNameTheParameter) {
  EXPECT_THAT(error_of([] { applied("posterize", Image(2, 2, 1), {9}); }),
              AllOf(HasSubstr("posterize"), HasSubstr("bits"), HasSubstr("got 9"), HasSubstr("0 .. 8")));
  EXPECT_THAT(error_of([] { applied("rotate", Image(2, 2, 1), {std::nan("")}); }), HasSubstr("degrees"));
  EXPECT_THAT(error_of([] { applied("invert", Image(2, 2, 1), {1}); }), HasSubstr("too many values"));
}

TEST(Op, AnEmptyPictureIsAnError) {
  EXPECT_THAT(error_of([] { applied("contrast", Image(0, 3, 3)); }), HasSubstr("not a picture"));
  EXPECT_THAT(error_of([] { applied("contrast", Image(3, 3, 2)); }), HasSubstr("2 channels"));
}

}  // namespace
}  // namespace variegate
