#include "tests/search/conformance.h"

#include <algorithm>
#include <stdexcept>

namespace variegate::conformance {
namespace {

INSTANTIATE_TEST_SUITE_P(
    Methods, Conformance,
    testing::Values(Row{"random", "sub-policies"}, Row{"random", "uniform"}, Row{"random", "list"},
                    Row{"grid", "uniform"}, Row{"grid", "list"}, Row{"tpe", "sub-policies"},
                    Row{"tpe", "uniform"}, Row{"tpe", "list"}, Row{"gp", "sub-policies"},
                    Row{"gp", "uniform"}, Row{"gp", "list"}, Row{"evolution", "sub-policies"},
                    Row{"evolution", "uniform"}, Row{"evolution", "list"}, Row{"reinforce", "sub-policies"},
                    Row{"reinforce", "uniform"}, Row{"reinforce", "list"}, Row{"ppo", "sub-policies"},
                    Row{"ppo", "uniform"}, Row{"ppo", "list"}, Row{"pbt", "sub-policies"},
                    Row{"pbt", "uniform"}, Row{"pbt", "list"}, Row{"pbt", "intensities"},
                    Row{"pba", "intensities"}, Row{"random", "intensities"}, Row{"tpe", "intensities"},
                    Row{"gp", "intensities"}, Row{"evolution", "intensities"},
                    Row{"reinforce", "intensities"}, Row{"ppo", "intensities"}, Row{"random", "box"},
                    Row{"tpe", "box"}, Row{"gp", "box"}, Row{"evolution", "box"}, Row{"reinforce", "box"},
                    Row{"ppo", "box"}, Row{"pbt", "box"}),
    [](const auto& row) {
      std::string name = row.param.method + "_" + row.param.space;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST(ConformanceRows, HasARowForEveryMethodAndSpaceThatFit) {
  std::size_t fitting = 0;
  for (const MethodInfo& method : search_methods()) {
    for (const char* kind : {"sub-policies", "uniform", "intensities", "list", "box"}) {
      try {
        make_searcher(method.name, space_of(kind), {});
        ++fitting;
      } catch (const std::runtime_error&) {
      }
    }
  }
  EXPECT_EQ(fitting, 38u) << "add the missing row to the suite above";
}

}  // namespace
}  // namespace variegate::conformance
