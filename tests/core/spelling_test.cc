#include "variegate/core/spelling.h"

#include <gtest/gtest.h>

#include <vector>

namespace variegate {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsSubstitutionsAndSwaps) {
  EXPECT_EQ(edit_distance("", ""), 0);
  EXPECT_EQ(edit_distance("rotate", "rotate"), 0);
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance("rotat", "rotate"), 1);
  EXPECT_EQ(edit_distance("rotatee", "rotate"), 1);
  EXPECT_EQ(edit_distance("rotaet", "rotate"), 1);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("sitting", "kitten"), 3);
}

TEST(NearestName, IsOnlyGivenWhenItMayHaveBeenMeant) {
  const std::vector<std::string> names = {"rotate", "invert", "equalize"};
  EXPECT_EQ(nearest_name("rotte", names), "rotate");
  EXPECT_EQ(nearest_name("equalise", names), "equalize");
  EXPECT_EQ(nearest_name("banana", names), "");
  EXPECT_EQ(nearest_name("rotate", {}), "");
  EXPECT_EQ(did_you_mean("inverted", names), " (did you mean 'invert'?)");
  EXPECT_EQ(did_you_mean("banana", names), "");
  EXPECT_EQ(nearest_name("Rotate", names), "rotate") << "whatever the case of the letters";
  EXPECT_EQ(nearest_name("INVETR", names), "invert");
}

}  // namespace
}  // namespace variegate
