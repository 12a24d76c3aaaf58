// Every option that is described: what its description says is what JSON, help and the command line do.
#include "cli/described_options.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "cli/apply_options.h"
#include "cli/bench_options.h"
#include "cli/preview_options.h"
#include "cli/proxy_options.h"
#include "cli/shell_words.h"
#include "cli/train_options.h"
#include "variegate/apply/copy_options.h"
#include "variegate/core/describe_json.h"
#include "variegate/core/error.h"
#include "variegate/core/random.h"
#include "variegate/core/spelling.h"
#include "variegate/loader/loader_options.h"
#include "variegate/study/comparison.h"
#include "variegate/study/plan.h"

namespace variegate::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// How many fields a struct has.
struct Anything {
  template <typename T>
  operator T() const {
    throw std::logic_error("only its type is asked for");
  }
};
template <typename T, typename... Fields>
consteval std::size_t fields_of() {
  if constexpr (requires { T{Fields{}..., Anything{}}; }) {
    return fields_of<T, Fields..., Anything>();
  } else {
    return sizeof...(Fields);
  }
}

// A visitor that gives every option another value, in its range.
class Draw {
 public:
  explicit Draw(Stream& random) : random_(random) {}

  template <typename T>
  void operator()(const char*, T& value, const About& about) const {
    if (random_.below(3) == 0) return;
    if constexpr (Enumerated<T>) {
      value = Enumeration<T>::at(random_.below(about.choices.size()));
    } else if constexpr (std::is_same_v<T, std::string>) {
      const auto& names = about.choices;
      value = names.empty() ? "it's a path/with, all of \"it\"" : names[random_.below(names.size())];
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      value = {"a", "b c"};
    } else if constexpr (std::is_same_v<T, bool>) {
      value = random_.below(2) == 1;
    } else if constexpr (std::is_same_v<T, std::uint64_t>) {
      value = random_.below(2) == 1 ? ~std::uint64_t{0} : random_.below(1000);
    } else {
      const double share = random_.below(5) == 0 ? 1.0 : random_.uniform();
      value = static_cast<T>(about.low + share * (about.high - about.low));
    }
  }

 private:
  Stream& random_;
};

// The number as people write it, so that a whole number looks like one.
std::string text_of(double value) {
  return value == std::floor(value) ? fmt::format("{:.0f}", value) : number_text(value);
}

template <typename Options>
void parse(Options& options, std::vector<std::string> words) {
  CLI::App app;
  add_described(app, options);
  std::reverse(words.begin(), words.end());  // as CLI11 takes them
  app.parse(words);
}

// A visitor that holds a description against what is expected of every description.
template <typename Options>
class Examine {
 public:
  template <typename T>
  void operator()(const char* name, const T& value, const About& about) {
    SCOPED_TRACE(name);
    ++count;
    EXPECT_TRUE(names_.insert(name).second) << "named twice";
    const std::string flag = flag_of(name, about);
    if (!flag.empty()) {
      EXPECT_TRUE(flags_.insert(flag).second) << "--" << flag << " is there twice";
    }
    words(about.summary);
    default_in_range(name, value, about);
    if (!flag.empty()) help("--" + flag, value, about);
  }

  std::size_t count = 0;

 private:
  static void words(const std::string& summary) {
    ASSERT_FALSE(summary.empty());
    EXPECT_NE(summary.back(), '.');
    const std::string first = lower_case(summary.substr(0, summary.find_first_of(" ;:,")));
    static const std::set<std::string> no_nouns{
        "of",   "that",  "whose", "with", "for",  "from", "and", "to",    "by",    "as",    "in",   "how",
        "when", "where", "which", "what", "keep", "skip", "go",  "draw",  "draws", "apply", "use",  "leave",
        "make", "take",  "give",  "set",  "show", "auto", "0",   "print", "write", "read",  "train"};
    EXPECT_FALSE(no_nouns.contains(first)) << "the help begins with '" << first << "'";
  }

  template <typename T>
  static void default_in_range(const char* name, const T& value, const About& about) {
    if constexpr (!Enumerated<T>) {
      EXPECT_NO_THROW(CheckRange()(name, value, about));
    }
    if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, std::uint64_t>) {
      EXPECT_LT(about.low, about.high);
    }
  }

  // The help shows the range, and the command line holds to it.
  template <typename T>
  static void help(const std::string& flag, const T&, const About& about) {
    CLI::App app;
    Options options;
    add_described(app, options);
    const CLI::Option* option = app.get_option(flag);
    const std::string shown = option->get_type_name();
    EXPECT_EQ(option->get_description(), about.summary);
    const auto refuses = [&](const std::string& text) {
      Options tried;
      EXPECT_THROW(parse(tried, {flag, text}), CLI::ParseError) << text;
    };
    const auto takes = [&](const std::string& text) {
      Options tried;
      EXPECT_NO_THROW(parse(tried, {flag, text})) << text;
    };
    if constexpr (std::is_same_v<T, int> || std::is_same_v<T, std::int64_t> || std::is_same_v<T, double>) {
      const std::string unit = about.seconds ? "s" : "";
      if (!about.seconds) {
        EXPECT_THAT(shown, HasSubstr(range_text(about)));
      }
      takes(text_of(about.low) + unit);
      takes(text_of(about.high) + unit);
      refuses(text_of(about.low - 1.0) + unit);
      refuses(text_of(about.high + 1.0) + unit);
    }
    for (const std::string& choice : about.choices) takes(choice);
    if (!about.choices.empty()) {
      refuses("?");
      if (about.accepts == nullptr) {
        EXPECT_THAT(shown, HasSubstr(fmt::format("{}", fmt::join(about.choices, ", "))));
      }
    }
  }

  std::set<std::string> names_, flags_;
};

template <typename Options>
class EveryDescription : public ::testing::Test {};
using AllOptions =
    ::testing::Types<ChildSpec, DataSpec, Task, StudyOptions, CopyOptions, SpaceRequest, SubPolicySpace,
                     UniformSpace, IntensitySpace, ComparisonOptions, TrainOptions, ProxyOptions,
                     PreviewOptions, ApplyOptions, BenchOptions, RateOptions, LoaderOptions>;
TYPED_TEST_SUITE(EveryDescription, AllOptions);

template <typename Options>
constexpr std::size_t kDescribedElsewhere = 0;
template <>
constexpr std::size_t kDescribedElsewhere<Task> = 2;  // data, child
template <>
constexpr std::size_t kDescribedElsewhere<ComparisonOptions> = 2;  // task, arms
template <>
constexpr std::size_t kDescribedElsewhere<TrainOptions> = 2;  // policy, task
template <>
constexpr std::size_t kDescribedElsewhere<ProxyOptions> = 3;  // task, proxies, jobs
template <>
constexpr std::size_t kDescribedElsewhere<PreviewOptions> = 2;  // policy, data
template <>
constexpr std::size_t kDescribedElsewhere<ApplyOptions> = 3;  // policy, data, copies
template <>
constexpr std::size_t kDescribedElsewhere<BenchOptions> = 6;  // subjects (2), sizes, data, target, rate
template <>
constexpr std::size_t kDescribedElsewhere<StudyOptions> = 4;  // data, child, space, settings
template <>
constexpr std::size_t kDescribedElsewhere<SpaceRequest> = 1;  // sub-policies
template <>
constexpr std::size_t kDescribedElsewhere<SubPolicySpace> = 1;  // fields: these three
template <>
constexpr std::size_t kDescribedElsewhere<UniformSpace> = 1;
template <>
constexpr std::size_t kDescribedElsewhere<IntensitySpace> = 1;
template <>  // not policy, format, samples, fields, formats; of fit and pipeline seven members are options
constexpr std::size_t kDescribedElsewhere<LoaderOptions> = 5 + 2 - 7;

TYPED_TEST(EveryDescription, NamesEveryFieldOnceAndItsHelpShowsItsRange) {
  const TypeParam options;
  Examine<TypeParam> examine;
  describe(options, examine);
  EXPECT_EQ(examine.count + kDescribedElsewhere<TypeParam>, fields_of<TypeParam>());
}

TYPED_TEST(EveryDescription, IsReadBackFromJson) {
  Stream random({.seed = 1, .epoch = 0, .sample = 0, .place = hash_text("descriptions")});
  for (int i = 0; i < 200; ++i) {
    TypeParam options;
    describe(options, Draw(random));
    const std::string text = json_text(described_json(options));
    SCOPED_TRACE(text);
    const Json json = parse_json(text, "options");
    JsonReader reader(json, "options");
    TypeParam again;
    read_described(reader, again);
    reader.finish();
    EXPECT_EQ(json_text(described_json(again)), text);
  }
}

TYPED_TEST(EveryDescription, IsReadBackFromTheWordsOfACommand) {
  Stream random({.seed = 2, .epoch = 0, .sample = 0, .place = hash_text("descriptions")});
  for (int i = 0; i < 200; ++i) {
    TypeParam options;
    describe(options, Draw(random));
    const std::vector<std::string> words = described_words(options);
    SCOPED_TRACE(shell_words(words));
    TypeParam again;
    ASSERT_NO_THROW(parse(again, words));
    EXPECT_EQ(described_words(again), words);
  }
}

TYPED_TEST(EveryDescription, RefusesJsonOfAnotherTypeOrWithoutWhatWasAlwaysThere) {
  const Json usual = described_json(TypeParam{});
  for (const auto& member : usual.items()) {
    Json json = usual;
    json[member.key()] = Json::array({Json::object()});
    JsonReader reader(json, "options");
    TypeParam options;
    try {
      read_described(reader, options);
      ADD_FAILURE() << member.key() << " was taken";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("options: $." + member.key()));
    }
  }
}

TEST(DescribedWords, SayNothingOfWhatIsAsUsual) {
  EXPECT_THAT(described_words(DataSpec{}), IsEmpty());
  EXPECT_THAT(described_words(ChildSpec{}), IsEmpty());
  DataSpec data;
  data.train = "photos";
  data.skip_bad = true;
  EXPECT_THAT(described_words(data), ElementsAre("--data", "photos", "--skip-bad"));
  ChildSpec child;
  child.fuse = false;
  EXPECT_THAT(described_words(child), ElementsAre("--no-fuse"));
}

TEST(ShellWords, AreQuotedWhereAShellWouldReadOtherwise) {
  EXPECT_EQ(shell_words({"train", "photos/a b", "it's", "", "$HOME"}),
            " train 'photos/a b' 'it'\\''s' '' '$HOME'");
}

}  // namespace
}  // namespace variegate::cli
