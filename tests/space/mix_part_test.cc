#include "variegate/space/mix_part.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/space/small_spaces.h"
#include "tests/support/error_text.h"
#include "variegate/core/json.h"
#include "variegate/policy/check.h"
#include "variegate/policy/published.h"
#include "variegate/space/neighbour.h"
#include "variegate/space/start_design.h"

namespace variegate {
namespace {

using miniature::space_of;
using miniature::with_mixes;
using testing::HasSubstr;

const char* const kKindsOfOps[] = {"sub-policies", "uniform", "intensities"};

Stream mix_draws(std::uint64_t sample) {
  return Stream({.seed = 2, .epoch = 0, .sample = sample, .place = 9});
}

// A point of nothing but the mix: which, and levels of its probability and strength.
Point point_with(const Space& space, int mix, int probability, int strength) {
  Point point(dimensions(space).size(), 0);
  point[point.size() - 3] = mix;
  point[point.size() - 2] = probability;
  point[point.size() - 1] = strength;
  return point;
}

MixCall call_of(const std::string& mix, const std::string& parameter, double value, double probability) {
  return {.mix = mix, .arguments = {{parameter, Distribution::constant(value)}}, .probability = probability};
}

TEST(MixPart, SaysWhichMixOnWhatShareAndHowStronglyInEveryKindOfSpaceOfOperations) {
  for (const char* kind : kKindsOfOps) {
    const Space space = *with_mixes(space_of(kind), {"mixup", "sample_pairing", "mosaic", "cutmix"});
    EXPECT_TRUE(decode(space, point_with(space, 0, 4, 4)).batch.empty()) << kind;
    EXPECT_EQ(decode(space, point_with(space, 1, 2, 3)).batch,
              std::vector{call_of("mixup", "alpha", 0.46, 0.6)});
    EXPECT_EQ(decode(space, point_with(space, 2, 4, 3)).batch, std::vector{MixCall{.mix = "sample_pairing"}});
    EXPECT_EQ(decode(space, point_with(space, 3, 0, 9)).batch,
              std::vector{call_of("mosaic", "margin", 0.5, 0.2)});
    EXPECT_EQ(decode(space, point_with(space, 4, 4, 9)).batch, std::vector{call_of("cutmix", "alpha", 1, 1)});
  }
}

TEST(MixPart, AddsThreeCoordinatesBehindTheOthersAndLeavesThePolicyAsItWas) {
  for (const char* kind : kKindsOfOps) {
    const Space plain = space_of(kind), mixing = *with_mixes(plain);
    const std::vector<Dimension> before = dimensions(plain), after = dimensions(mixing);
    ASSERT_EQ(after.size(), before.size() + kMixCoordinates) << kind;
    for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(after[i].name, before[i].name);
    for (std::uint64_t sample = 0; sample < 50; ++sample) {
      Stream random = mix_draws(sample);
      const Point point = draw_point(plain, random);
      Point longer = point;
      longer.insert(longer.end(), {0, 1, 2});
      EXPECT_EQ(decode(mixing, longer), decode(plain, point));
    }
    EXPECT_FALSE(to_json(plain).contains("mixes")) << "as studies from before have it";
  }
}

TEST(MixPart, EveryActiveCoordinateMattersAndNoOther) {
  for (const char* kind : kKindsOfOps) {
    const Space space = *with_mixes(space_of(kind), {"mixup", "sample_pairing", "mosaic"});
    const std::vector<Dimension> all = dimensions(space);
    const auto first = static_cast<int>(all.size()) - kMixCoordinates;
    for (std::uint64_t sample = 0; sample < 100; ++sample) {
      Stream random = mix_draws(sample);
      const Point point = draw_point(space, random);
      EXPECT_NO_THROW(check(decode(space, point)));
      EXPECT_EQ(decode(space, canonical(space, point)), decode(space, point));
      std::set<int> active;
      for (const auto& [coordinate, role] : active_dimensions(space, point)) active.insert(coordinate);
      for (int coordinate = first; coordinate < first + kMixCoordinates; ++coordinate) {
        Point other = point;
        const int size = all[static_cast<std::size_t>(coordinate)].size;
        other[static_cast<std::size_t>(coordinate)] =
            (point[static_cast<std::size_t>(coordinate)] + 1) % size;
        EXPECT_EQ(decode(space, other) != decode(space, point), active.contains(coordinate)) << kind;
      }
    }
  }
}

TEST(MixPart, IsWrittenAndReadWithItsSpace) {
  for (const char* kind : kKindsOfOps) {
    const Space space = *with_mixes(space_of(kind));
    const Json json = to_json(space);
    EXPECT_EQ(json.at("mixes"), Json({"mixup", "sample_pairing"}));
    EXPECT_EQ(to_json(space_from_json(JsonReader(json, "space"))), json);
  }
}

TEST(MixPart, RefusesWhatNoPolicyCouldHave) {
  const auto error = [](const Space& space) { return error_text([&] { check(space); }); };
  const Space plain = space_of("uniform");
  EXPECT_THAT(error(*with_mixes(plain, {"mixpu"})), HasSubstr("did you mean 'mixup'?"));
  EXPECT_THAT(error(*with_mixes(plain, {"mixup", "mixup"})), HasSubstr("a mix of samples is given twice"));
  Space on_mixes = *with_mixes(plain);
  on_mixes.base = published_policy("cutmix");
  EXPECT_THAT(error(on_mixes), HasSubstr("mixes of samples in the space and in its base; got 'cutmix'"));
  SubPolicySpace sound;
  sound.ops = {"identity"};
  sound.fields = {{"sound", FieldKind::audio}};
  sound.mixes = {"mixup"};
  EXPECT_THAT(error_text([&] { check_mixes(sound.mixes, sound.fields, {}); }),
              HasSubstr("without a picture to mix"));
}

TEST(MixPart, IsOfTheFirstPictureAmongTheFields) {
  const std::vector<PolicyField> fields{
      {"sound", FieldKind::audio}, {"left", FieldKind::image}, {"right", FieldKind::image}};
  const MixNames mixes{"mixup"};
  check_mixes(mixes, fields, {});
  EXPECT_EQ(mix_calls(mixes, fields, {1, 4, 9}).front().field, "left");
}

TEST(MixPart, IsMovedAndTakenAwayByALocalSearch) {
  const Space space = *with_mixes(space_of("sub-policies"));
  const Point point = point_with(space, 1, 2, 5);
  std::set<Point> moved;  // of the mix
  for (std::uint64_t sample = 0; sample < 1000; ++sample) {
    Stream random = mix_draws(sample);
    const Point other = neighbour(space, point, {}, random);
    if (std::equal(point.begin(), point.end() - kMixCoordinates, other.begin()))
      moved.insert({other.end() - kMixCoordinates, other.end()});
  }
  EXPECT_TRUE(moved.contains({1, 2, 6}) && moved.contains({1, 3, 5})) << "a level of it";
  EXPECT_TRUE(std::ranges::any_of(moved, [](const Point& mix) { return mix[0] == 2; })) << "another mix";
  EXPECT_TRUE(std::ranges::any_of(moved, [](const Point& mix) { return mix[0] == 0; })) << "none";
  Point without = point;
  without[without.size() - 3] = 0;
  EXPECT_THAT(simpler_points(space, point), testing::Contains(without));
}

TEST(MixPart, IsLaidOverEveryTrialOfTheStartDesignButTheBaseAlone) {
  const Space space = *with_mixes(space_of("sub-policies"));
  EXPECT_TRUE(decode(space, start_point(space, 5, 0)).batch.empty());
  std::map<std::string, int> met;
  for (std::int64_t trial = 1; trial <= 30; ++trial) {
    const Policy policy = decode(space, start_point(space, 5, trial));
    ++met[policy.batch.empty() ? "none" : policy.batch.front().mix];
    for (const MixCall& call : policy.batch) EXPECT_GE(call.probability, 0.6);
  }
  ASSERT_EQ(met.size(), 3U);
  for (const auto& [mix, trials] : met) EXPECT_NEAR(trials, 10, 1) << mix;
}

}  // namespace
}  // namespace variegate
