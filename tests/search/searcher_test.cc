#include "variegate/search/searcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/search/miniature.h"
#include "variegate/core/error.h"

namespace variegate {
namespace {

using miniature::space_of;
using testing::HasSubstr;

std::string message_of(const std::string& method, const Space& space) {
  try {
    make_searcher(method, space, {});
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return "no error";
}

TEST(Searcher, AMisspeltMethodIsAnErrorWithTheNearestName) {
  EXPECT_THAT(message_of("randon", space_of("list")), HasSubstr("did you mean 'random'?"));
}

TEST(Searcher, AMethodThatDoesNotFitTheSpaceIsAnErrorThatNamesBoth) {
  const std::string message = message_of("grid", space_of("sub-policies"));
  EXPECT_THAT(message, HasSubstr("'grid'"));
  EXPECT_THAT(message, HasSubstr("space sub-policies"));
  EXPECT_THAT(message, HasSubstr("uniform or list"));
}

TEST(Searcher, EveryMethodSaysWhatItDoesAndWhereItIsFrom) {
  std::set<std::string> names;
  for (const MethodInfo& method : search_methods()) {
    EXPECT_TRUE(names.insert(method.name).second);
    EXPECT_FALSE(method.summary.empty());
    EXPECT_FALSE(method.source.empty());
  }
  EXPECT_EQ(names, (std::set<std::string>{"random", "grid", "tpe", "gp"}));
}

TEST(Grid, VisitsEveryPointOnceAndEnds) {
  for (const char* kind : {"uniform", "list"}) {
    const Space space = space_of(kind);
    std::size_t points = 1;
    for (const Dimension& dimension : dimensions(space)) points *= static_cast<std::size_t>(dimension.size);
    const auto searcher = make_searcher("grid", space, {.seed = 9, .trials = 0});
    std::set<Point> seen;
    for (std::size_t trial = 0; trial < points; ++trial) {
      const auto point = searcher->propose(static_cast<std::int64_t>(trial));
      ASSERT_TRUE(point.has_value());
      EXPECT_TRUE(seen.insert(*point).second);
    }
    EXPECT_EQ(searcher->propose(static_cast<std::int64_t>(points)), std::nullopt);
  }
}

// While outcomes are on their way, a method that learns must not ask for the same thing twice.
TEST(Searcher, MethodsThatLearnDoNotProposeAPointThatIsPending) {
  for (const char* method : {"tpe", "gp"}) {
    const Space space = space_of("sub-policies");
    miniature::Study study(method, space, {.seed = 2, .trials = 30}, 8);
    study.run(30);
    std::set<Point> seen;
    for (std::size_t i = 15; i < study.points().size(); ++i) {
      EXPECT_TRUE(seen.insert(canonical(space, study.points()[i])).second) << method << " trial " << i;
    }
  }
}

}  // namespace
}  // namespace variegate
