#include "variegate/core/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/support/error_text.h"
#include "variegate/core/describe_json.h"
#include "variegate/core/error.h"

namespace variegate {
namespace {

using ::testing::HasSubstr;

enum class Colour { red, green };

struct Paint {
  int coats = 2;
  double share = 0.5;
  std::string brush = "flat";
  std::string tin = "a1";
  Colour colour = Colour::green;
  std::optional<Colour> primer = {};
  std::vector<std::string> names = {"a"};
  std::uint64_t seed = 1;
  bool dry = true;
  int layer = 0;
  bool operator==(const Paint&) const = default;
};

bool is_tin(std::string_view text) { return text.size() == 2; }

template <MaybeConst<Paint> Options, typename Visit>
void describe(Options& paint, Visit&& option) {
  option("coats", paint.coats, {.low = 1, .high = 9, .summary = "coats"});
  option("share", paint.share, {.low = 0, .high = 1, .flag = "part", .summary = "share", .later = true});
  option("brush", paint.brush, {.choices = {"flat", "round"}, .summary = "brush"});
  option("tin", paint.tin, {.accepts = is_tin, .expected = "two letters", .summary = "tin"});
  option("colour", paint.colour, {.choices = {"red", "green"}, .summary = "colour"});
  option("primer", paint.primer, {.choices = {"none", "red", "green"}, .summary = "colour below"});
  option("names", paint.names, {.summary = "names"});
  option("seed", paint.seed, {.summary = "seed"});
  option("dry", paint.dry, {.flag = "wet-paint", .summary = "wet paint"});
  option("layer", paint.layer, {.low = 0, .high = 3, .flag = kNoFlag, .summary = "layer", .rare = true});
}

Paint read(const Json& json) {
  Paint paint{.share = 0.25};
  JsonReader reader(json, "log");
  read_described(reader, paint);
  reader.finish();
  return paint;
}

TEST(Describe, JsonHasEveryOptionButTheRareAndReadsBack) {
  const Paint paint{.coats = 9,
                    .share = 0.1,
                    .brush = "round",
                    .tin = "zz",
                    .colour = Colour::red,
                    .primer = Colour::green,
                    .names = {"x", "y z"},
                    .seed = std::numeric_limits<std::uint64_t>::max(),
                    .dry = false};
  const Json json = described_json(paint);
  EXPECT_EQ(json.dump(),
            R"({"coats":9,"share":0.1,"brush":"round","tin":"zz","colour":"red","primer":"green",)"
            R"("names":["x","y z"],"seed":18446744073709551615,"dry":false})");
  EXPECT_EQ(read(json), paint);
  Paint layered;
  layered.layer = 3;
  EXPECT_EQ(read(described_json(layered)), layered);
}

TEST(Describe, WhatCameLaterMayBeMissingAndKeepsItsValue) {
  Json json = described_json(Paint{});
  json.erase("share");
  EXPECT_EQ(read(json).share, 0.25);
  json.erase("coats");
  EXPECT_THAT(error_text([&] { read(json); }), HasSubstr("log: $: a member is missing"));
}

TEST(Describe, JsonOutOfRangeNamesItsPlace) {
  const auto refused = [](const char* member, const Json& value) {
    Json json = described_json(Paint{});
    json[member] = value;
    return error_text([&] { read(json); });
  };
  EXPECT_THAT(refused("coats", 10), HasSubstr("log: $.coats: out of range; got 10; expected 1 .. 9"));
  EXPECT_THAT(refused("coats", 1.5), HasSubstr("$.coats: wrong type"));
  EXPECT_THAT(refused("share", -0.1), HasSubstr("$.share: out of range; got -0.1; expected 0 .. 1"));
  EXPECT_THAT(refused("brush", "rond"), HasSubstr("did you mean 'round'?"));
  EXPECT_THAT(refused("tin", "abc"),
              HasSubstr("$.tin: not a value it can have; got \"abc\"; expected two letters"));
  EXPECT_THAT(refused("colour", "blue"), HasSubstr("$.colour: unknown name"));
  EXPECT_THAT(refused("seed", -1), HasSubstr("$.seed: wrong type"));
  EXPECT_THAT(refused("dry", 1), HasSubstr("$.dry: wrong type"));
  EXPECT_THAT(refused("names", "a"), HasSubstr("$.names: wrong type"));
  EXPECT_THAT(refused("layer", 4), HasSubstr("$.layer: out of range"));
  EXPECT_THAT(refused("brsh", "flat"), HasSubstr("unknown member"));
}

TEST(Describe, ValuesOutOfRangeAreUsageAndNamedAsOnTheCommandLine) {
  const auto refused = [](Paint paint) { return error_text([&] { check_described(paint); }); };
  EXPECT_NO_THROW(check_described(Paint{}));
  EXPECT_THAT(refused({.coats = 0}), HasSubstr("--coats: out of range; got 0; expected 1 .. 9"));
  EXPECT_THAT(refused({.share = 1.5}), HasSubstr("--part: out of range; got 1.5; expected 0 .. 1"));
  EXPECT_THAT(refused({.share = std::numeric_limits<double>::quiet_NaN()}),
              HasSubstr("--part: out of range"));
  EXPECT_THAT(refused({.brush = "rond"}),
              HasSubstr("--brush: unknown name; got 'rond' (did you mean 'round'?)"));
  EXPECT_THAT(refused({.tin = "abc"}),
              HasSubstr("--tin: not a value it can have; got 'abc'; expected two letters"));
  EXPECT_THAT(refused({.layer = 4}), HasSubstr("layer: out of range"));
  try {
    check_described(Paint{.coats = 0});
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
  }
}

}  // namespace
}  // namespace variegate
