#include "variegate/search/searcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/search/miniature.h"
#include "tests/support/error_text.h"
#include "variegate/core/error.h"
#include "variegate/search/method.h"

namespace variegate {
namespace {

using miniature::space_of;
using testing::HasSubstr;

std::string message_of(const std::string& method, const Space& space, const Settings& settings = {}) {
  try {
    make_searcher(method, space, {.settings = settings});
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

TEST(Searcher, AMethodThatTrainsWhileItSearchesHasNoSearcher) {
  const Method one_shot{
      .info = {.name = "made", .summary = "made up", .source = "this test", .drive = Drive::one_shot},
      .spaces = {"uniform"}};
  const auto refusal = [&](const char* space) {
    return error_text([&] { make_searcher(one_shot, space_of(space), {}); });
  };
  EXPECT_THAT(refusal("uniform"),
              HasSubstr("'made': trains and searches in one run, and proposes no trials"));
  EXPECT_THAT(refusal("list"), HasSubstr("does not fit the space"));
}

TEST(Searcher, MethodsAreListedByTheirOrderAndNotByTheirFiles) {
  std::vector<int> orders;
  for (const MethodInfo& method : search_methods()) orders.push_back(method.order);
  EXPECT_TRUE(std::is_sorted(orders.begin(), orders.end()));
  EXPECT_EQ(std::set(orders.begin(), orders.end()).size(), orders.size()) << "two methods have one place";
  EXPECT_EQ(search_methods().front().name, "random") << "what all others are compared with";
}

TEST(Searcher, EveryMethodSaysWhatItDoesAndWhereItIsFrom) {
  std::set<std::string> names;
  for (const MethodInfo& method : search_methods()) {
    EXPECT_TRUE(names.insert(method.name).second);
    EXPECT_FALSE(method.summary.empty());
    EXPECT_FALSE(method.source.empty());
    std::set<std::string> settings;
    for (const Setting& setting : method.settings) {
      EXPECT_TRUE(settings.insert(setting.name).second) << method.name;
      EXPECT_FALSE(setting.summary.empty()) << setting.name;
      EXPECT_FALSE(setting.source.empty()) << setting.name;
      for (const double value : {setting.least, setting.standard, setting.most}) {
        EXPECT_NO_THROW(completed(method.name, method.settings, {{setting.name, value}})) << setting.name;
      }
    }
  }
}

TEST(Searcher, ASettingThatTheMethodDoesNotHaveIsAnErrorWithTheNearestName) {
  EXPECT_THAT(message_of("tpe", space_of("list"), {{"candidate", 3.0}}),
              HasSubstr("did you mean 'candidates'?"));
  EXPECT_THAT(message_of("random", space_of("list"), {{"candidates", 3.0}}),
              HasSubstr("the method has no settings"));
}

TEST(Searcher, ASettingOutOfRangeIsAnErrorThatSaysTheRange) {
  for (const double value : {0.0, 1e9, 2.5, std::nan("")}) {
    const std::string message = message_of("tpe", space_of("list"), {{"candidates", value}});
    EXPECT_THAT(message, HasSubstr("setting candidates"));
    EXPECT_THAT(message, HasSubstr("a whole number, 1 .. 10000"));
  }
}

TEST(Searcher, ASettingChangesTheProposalsAndItsStandardValueDoesNot) {
  const auto points = [](const Settings& settings) {
    miniature::Study study("tpe", space_of("sub-policies"), {.seed = 2, .trials = 20, .settings = settings});
    study.run(20);
    return study.points();
  };
  EXPECT_EQ(points({}), points({{"candidates", 24.0}, {"good-share", 0.15}}));
  EXPECT_NE(points({}), points({{"candidates", 1.0}}));
  EXPECT_NE(points({}), points({{"good-share", 0.5}}));
}

TEST(Grid, VisitsEveryPointOnceAndEnds) {
  for (const char* kind : {"uniform", "list"}) {
    const Space space = space_of(kind);
    std::size_t points = 1;
    for (const Dimension& dimension : dimensions(space)) points *= static_cast<std::size_t>(dimension.size);
    const auto searcher = make_searcher("grid", space, {.seed = 9, .trials = 0});
    std::set<Point> seen;
    for (std::size_t trial = 0; trial < points; ++trial) {
      const auto proposal = searcher->propose(static_cast<std::int64_t>(trial));
      ASSERT_TRUE(proposal.has_value());
      EXPECT_TRUE(seen.insert(proposal->point).second);
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
