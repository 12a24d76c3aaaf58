#include "variegate/search/auto_method.h"

#include <gtest/gtest.h>

#include "tests/search/miniature.h"
#include "variegate/search/searcher.h"

namespace variegate {
namespace {

TEST(AutoMethod, GoesThroughASpaceThatFits) {
  const Space uniform = miniature::space_of("uniform");  // 30 points
  EXPECT_EQ(choose_method(uniform, 30).method, "grid");
  EXPECT_EQ(choose_method(uniform, 29).method, "gp");
  EXPECT_EQ(choose_method(uniform, 0).method, "gp") << "nobody knows whether they fit";
}

TEST(AutoMethod, TakesTheModelForFewTrialsAndEvolutionForMany) {
  const Space space = miniature::space_of("sub-policies");
  for (const std::int64_t trials : {0, 1, 40, 300}) EXPECT_EQ(choose_method(space, trials).method, "gp");
  EXPECT_EQ(choose_method(space, 301).method, "evolution");
}

TEST(AutoMethod, ChoosesAMethodThatFitsTheSpace) {
  for (const char* kind : {"sub-policies", "uniform", "intensities", "list"}) {
    const Space space = miniature::space_of(kind);
    for (const std::int64_t trials : {0, 1, 10, 1000})
      EXPECT_NO_THROW(make_searcher(choose_method(space, trials).method, space, {.trials = trials}));
  }
}

}  // namespace
}  // namespace variegate
