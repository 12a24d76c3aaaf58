#include "variegate/search/described_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "variegate/search/searcher.h"

namespace variegate {
namespace {

enum class Kind { plain, fancy, none };

struct Made {
  int count = 3;
  double share = 0.25;
  bool quick = true;
  Kind kind_of_it = Kind::none;
};

template <MaybeConst<Made> Options, typename Visit>
void describe(Options& made, Visit&& option) {
  option("count", made.count, {.low = 1, .high = 9, .summary = "things"}, "ours");
  option("share", made.share, {.low = 0, .high = 0.5, .summary = "share of them"}, "a paper");
  option("quick", made.quick, {.summary = "speed; 1: quick"}, "ours");
  option("kind_of_it", made.kind_of_it, {.choices = {"plain", "fancy", "none"}, .summary = "kind"}, "ours");
}

TEST(DescribedSettings, AreNumbersUnderNamesAndBecomeAStructAgain) {
  const std::vector<Setting> list = setting_list<Made>({.share = 0.5});
  ASSERT_EQ(list.size(), 4U);
  const auto is = [&](std::size_t i, const char* name, double standard, double least, double most,
                      bool whole) {
    EXPECT_EQ(list[i].name, name);
    EXPECT_EQ(list[i].standard, standard) << name;
    EXPECT_EQ(list[i].least, least) << name;
    EXPECT_EQ(list[i].most, most) << name;
    EXPECT_EQ(list[i].whole, whole) << name;
  };
  is(0, "count", 3, 1, 9, true);
  is(1, "share", 0.5, 0, 0.5, false);
  is(2, "quick", 1, 0, 1, true);
  is(3, "kind-of-it", 2, 0, 2, true);
  EXPECT_EQ(list[0].summary, "things");
  EXPECT_EQ(list[0].source, "ours");
  EXPECT_EQ(list[1].source, "a paper");
  const Made made = typed_settings<Made>(completed("made", list, {{"quick", 0}, {"kind-of-it", 1}}));
  EXPECT_EQ(made.count, 3);
  EXPECT_EQ(made.share, 0.5);
  EXPECT_FALSE(made.quick);
  EXPECT_EQ(made.kind_of_it, Kind::fancy);
}

TEST(DescribedSettings, OfEveryMethodAreNamedOnceSourcedAndHoldTheirDefault) {
  for (const MethodInfo& method : search_methods()) {
    std::set<std::string> names;
    for (const Setting& setting : method.settings) {
      SCOPED_TRACE(method.name + " " + setting.name);
      EXPECT_TRUE(names.insert(setting.name).second);
      EXPECT_LT(setting.least, setting.most);
      EXPECT_LE(setting.least, setting.standard);
      EXPECT_LE(setting.standard, setting.most);
      EXPECT_FALSE(setting.source.empty());
      const std::string first = setting.summary.substr(0, setting.summary.find_first_of(" ;:,"));
      static const std::set<std::string> no_nouns{"of", "that", "how", "what", "1", "0", "c", "whether"};
      EXPECT_FALSE(first.empty() || no_nouns.contains(first)) << setting.summary;
    }
  }
}

}  // namespace
}  // namespace variegate
