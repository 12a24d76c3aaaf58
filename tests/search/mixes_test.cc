// Searches over spaces with mixes of samples find the mix that helps.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/search/miniature.h"
#include "tests/search/planted.h"
#include "variegate/search/searcher.h"

namespace variegate::planted {
namespace {

constexpr double kStrength = 0.4;
constexpr double kAlpha = 0.1 + kStrength * (1.0 - 0.1);

// Mixup of about one strength helps the more the more samples it mixes; cutmix harms.
double reward_of(const Policy& policy) {
  if (policy.batch.empty()) return 0.5;
  const MixCall& call = policy.batch.front();
  if (call.mix != "mixup") return 0.5 - 0.1 * call.probability;
  const double distance = (call.arguments.front().value.low - kAlpha) / 0.2;
  return 0.5 + 0.2 * call.probability * std::exp(-0.5 * distance * distance);
}

// The policy that did best as a noisy study sees it.
Policy found(const Space& space, const std::string& method, std::int64_t trials, std::uint64_t seed) {
  const auto searcher = make_searcher(method, space, {.seed = seed, .trials = trials});
  Policy best;
  double most = 0.0;
  for (std::int64_t trial = 0; trial < trials; ++trial) {
    const Point point = searcher->propose(trial)->point;
    const Policy policy = decode(space, point);
    const double reward = reward_of(policy) + 0.01 * noise(seed, static_cast<std::uint64_t>(trial));
    searcher->observe(miniature::outcome(trial, point, reward));
    if (reward > most) {
      most = reward;
      best = policy;
    }
  }
  return best;
}

void expect_found(const Space& space, const std::string& method, std::int64_t trials) {
  for (std::uint64_t seed = 0; seed < 2; ++seed) {
    const Policy policy = found(space, method, trials, seed);
    ASSERT_EQ(policy.batch.size(), 1U) << method << " over " << space.name() << ", seed " << seed;
    EXPECT_EQ(policy.batch.front().mix, "mixup");
    EXPECT_GE(policy.batch.front().probability, 0.8);
    EXPECT_NEAR(policy.batch.front().arguments.front().value.low, kAlpha, 0.2)
        << method << " over " << space.name() << ", seed " << seed;
  }
}

TEST(PlantedMix, IsFoundInEveryKindOfSpaceThatCanChooseOne) {
  for (const char* kind : {"sub-policies", "uniform", "intensities"}) {
    const Space space = *miniature::with_mixes(miniature::space_of(kind), {"cutmix", "mixup"});
    expect_found(space, "tpe", 60);
    expect_found(space, "gp", 60);
    expect_found(space, "evolution", 100);
    expect_found(space, "random", 200);
  }
}

TEST(PlantedMix, IsLeftOutWhereItHarms) {
  const Space space = *miniature::with_mixes(miniature::space_of("sub-policies"), {"cutmix"});
  for (const char* method : {"random", "tpe", "gp"}) EXPECT_TRUE(found(space, method, 40, 1).batch.empty());
}

TEST(PlantedMix, GridGoesThroughEveryPolicyOnce) {
  const Space space = *miniature::with_mixes(miniature::space_of("uniform"), {"sample_pairing", "mixup"});
  const auto searcher = make_searcher("grid", space, {.seed = 4});
  std::set<std::uint64_t> policies;
  std::int64_t trial = 0;
  while (const auto proposal = searcher->propose(trial)) {
    policies.insert(hash(decode(space, proposal->point)));
    ++trial;
  }
  EXPECT_EQ(trial, 30 * (1 + 5 + 5 * 10));
  EXPECT_EQ(policies.size(), static_cast<std::size_t>(trial));
}

}  // namespace
}  // namespace variegate::planted
