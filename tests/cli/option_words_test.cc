#include "cli/option_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "cli/child_options.h"
#include "cli/data_options.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/random.h"

namespace variegate::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void declare(CLI::App& app, DataSpec& spec) {
  add_data_options(app, spec);
  add_test_options(app, spec);
}

void declare(CLI::App& app, ChildSpec& spec) { add_child_options(app, spec); }

DataSpec read(const Json& json, const DataSpec&) { return data_spec_from_json(JsonReader(json, "test")); }
ChildSpec read(const Json& json, const ChildSpec&) { return child_spec_from_json(JsonReader(json, "test")); }

template <typename Spec>
Spec parsed(std::vector<std::string> words) {
  Spec spec;
  CLI::App app;
  declare(app, spec);
  std::reverse(words.begin(), words.end());  // as CLI11 takes them
  app.parse(words);
  return spec;
}

// Another value than the usual one. Names that must be one of a few are listed; the rest is any text.
Json changed(const std::string& member, const Json& usual) {
  static const std::map<std::string, std::string> names = {
      {"model", "wrn-16-2"},    {"precision", "fp32"}, {"device", "cuda:1"},      {"format", "manifest"},
      {"group_by", "folder:2"}, {"fit", "pad"},        {"orientation", "ignore"}, {"parts", "none"},
  };
  if (usual.is_boolean()) return !usual.get<bool>();
  if (usual.is_number_float()) return 0.12345678901234567;
  if (usual.is_number_unsigned()) return usual.get<std::uint64_t>() + 3;
  if (usual.is_number()) return usual.get<int>() + 3;
  const auto name = names.find(member);
  return name == names.end() ? "it's a path/with, all of \"it\"" : name->second;
}

// Every member on its own, then many together: one that no option gives does not come back.
template <typename Spec>
void expect_that_all_members_come_back() {
  const Json usual = to_json(Spec{});
  std::vector<Json> tried;
  for (const auto& member : usual.items()) {
    Json json = usual;
    json[member.key()] = changed(member.key(), member.value());
    tried.push_back(json);
  }
  Stream random({.seed = 1, .epoch = 0, .sample = 0, .place = hash_text("option words")});
  for (int i = 0; i < 100; ++i) {
    Json json = usual;
    for (const auto& member : usual.items()) {
      if (random.below(2) == 0) json[member.key()] = changed(member.key(), member.value());
    }
    tried.push_back(json);
  }
  for (Json& json : tried) {
    if (json.contains("train")) json["train"] = "photos";  // --data must be there
    const Spec spec = read(json, Spec{});
    const std::vector<std::string> words = option_words(spec);
    SCOPED_TRACE(json.dump() + "\n" + shell_words(words));
    Spec again;
    ASSERT_NO_THROW(again = parsed<Spec>(words));
    EXPECT_EQ(to_json(again), to_json(spec));
    EXPECT_EQ(again, spec);
  }
}

TEST(OptionWords, GiveEveryMemberOfADataSpecAgain) { expect_that_all_members_come_back<DataSpec>(); }

TEST(OptionWords, GiveEveryMemberOfAChildSpecAgain) { expect_that_all_members_come_back<ChildSpec>(); }

TEST(OptionWords, SayNothingOfWhatIsAsUsual) {
  EXPECT_THAT(option_words(DataSpec{}), IsEmpty());
  EXPECT_THAT(option_words(ChildSpec{}), IsEmpty());
  DataSpec data;
  data.train = "photos";
  data.skip_bad = true;
  EXPECT_THAT(option_words(data), ElementsAre("--data", "photos", "--skip-bad"));
  ChildSpec child;
  child.fuse = false;
  EXPECT_THAT(option_words(child), ElementsAre("--no-fuse"));
}

TEST(OptionWords, AreQuotedWhereAShellWouldReadOtherwise) {
  EXPECT_EQ(shell_words({"train", "photos/a b", "it's", "", "$HOME"}),
            " train 'photos/a b' 'it'\\''s' '' '$HOME'");
}

}  // namespace
}  // namespace variegate::cli
