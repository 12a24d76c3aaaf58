#include "tests/search/conformance.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>

namespace variegate::conformance {
namespace {

// Every method over every kind of space that it fits.
std::vector<Row> rows() {
  std::vector<Row> rows;
  for (const MethodInfo& method : search_methods()) {
    if (method.drive == Drive::one_shot) continue;  // has no Searcher
    for (const std::string& kind : space_kinds()) {
      if (!fits(method.name, space_of(kind))) continue;
      rows.push_back({method.name, kind});
      if (with_mixes(space_of(kind))) rows.push_back({method.name, kind, true});
    }
  }
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Methods, Conformance, testing::ValuesIn(rows()), [](const auto& row) {
  std::string name = row.param.method + "_" + row.param.space + (row.param.mixes ? "_with_mixes" : "");
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(ConformanceRows, EveryMethodAndEveryKindOfSpaceIsTried) {
  std::map<std::string, int> methods, spaces;
  for (const Row& row : rows()) {
    ++methods[row.method];
    ++spaces[row.space];
  }
  for (const MethodInfo& method : search_methods()) {
    if (method.drive == Drive::one_shot) continue;
    EXPECT_GT(methods[method.name], 0) << method.name;
  }
  for (const std::string& kind : space_kinds()) {
    EXPECT_EQ(space_of(kind).name(), kind) << "miniature.h has no small space of this kind";
    EXPECT_GT(spaces[kind], with_mixes(space_of(kind)) ? 3 : 1) << kind;
  }
}

}  // namespace
}  // namespace variegate::conformance
