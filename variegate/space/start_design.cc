#include "variegate/space/start_design.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

namespace variegate {
namespace {

constexpr std::int64_t kOpsInATrial = 2;
// Probability of an operation that is tried. Most of what it can give or ruin shows at this share already; at
// 1 one that ruins pictures hides what is tried with it.
constexpr double kScreened = 0.6;
// Where the broad part starts, in this order: TrivialAugment's one operation of any strength, and
// RandAugment's several milder ones.
struct Broad {
  int calls;
  double strength;
};
constexpr Broad kBroadStarts[] = {{1, 1.0}, {2, 0.5}};
constexpr std::int64_t kBroadEvery = 3;
constexpr int kLatinTrials = 10;
constexpr std::int64_t kFirstOfUnknown =
    8;  // trials of the design before anything learnt, when a clock ends the study

Stream stream_for(std::uint64_t seed, std::int64_t number, const char* use) {
  return Stream(
      {.seed = seed, .epoch = 0, .sample = static_cast<std::uint64_t>(number), .place = hash_text(use)});
}

// The card at `position` of an endless deck that is shuffled anew each time it has been dealt.
int deal(const std::vector<int>& cards, std::uint64_t seed, std::int64_t position, const char* use) {
  const auto size = static_cast<std::int64_t>(cards.size());
  Stream random = stream_for(seed, position / size, use);
  return cards[random.permutation(cards.size())[static_cast<std::size_t>(position % size)]];
}

// So many sub-policies whose calls do nothing, or as little as the space can say.
Point idle_point(const SubPolicySpace& space, int sub_policies) {
  Point point(dimensions({space, {}}).size(), 0);
  point[kCountCoordinate] = sub_policies - 1;
  for (int sub = 0; sub < sub_policies; ++sub) {
    for (int call = 0; call < space.calls; ++call)
      point[slot_at(space, sub, call).op] = std::max(0, identity_of(space));
  }
  return point;
}

void screen(const SubPolicySpace& space, Point& point, const Slot& slot, const Screened& screened) {
  point[slot.op] = screened.op;
  point[slot.probability] =
      std::max(0, static_cast<int>(std::lround(kScreened * space.probability_levels)) - 1);
  point[slot.strength] = screened.strength;
}

Point sub_policy_start(const SubPolicySpace& space, std::uint64_t seed, std::int64_t trial) {
  const int identity = identity_of(space);
  std::vector<int> cards;
  for (int op = 0; op < static_cast<int>(space.ops.size()); ++op) {
    if (op != identity) cards.push_back(op);
  }
  if (cards.empty()) cards.push_back(identity);

  const int broad = broad_coordinate(space);
  Stream random = stream_for(seed, trial, "search/start/levels");
  const auto upper_strength = [&] {  // in the upper half: a range up to it holds the weaker ones too
    const int half = space.strength_levels / 2;
    return half + static_cast<int>(random.below(static_cast<std::uint64_t>(space.strength_levels - half)));
  };

  if (identity >= 0) {
    if (trial == 0) return idle_point(space, 1);
    --trial;
  }
  if (broad >= 0) {
    constexpr auto kStarts = static_cast<std::int64_t>(std::size(kBroadStarts));
    if (trial < kStarts) {
      Point point = idle_point(space, 1);
      point[broad] = std::min(space.broad_calls, kBroadStarts[trial].calls);
      point[broad + 1] =
          static_cast<int>(std::lround(kBroadStarts[trial].strength * space.strength_levels)) - 1;
      return point;
    }
    trial -= kStarts;
  }
  if (trial % kBroadEvery == kBroadEvery - 1) {
    if (broad >= 0) {
      Point point = idle_point(space, 1);
      point[broad] = 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(space.broad_calls)));
      point[broad + 1] = static_cast<int>(random.below(static_cast<std::uint64_t>(space.strength_levels)));
      return point;
    }
    Point point = idle_point(space, space.sub_policies);
    const std::int64_t slots = static_cast<std::int64_t>(space.sub_policies) * space.calls;
    for (std::int64_t i = 0; i < slots; ++i) {
      const int op = deal(cards, seed, trial / kBroadEvery * slots + i, "search/start/broad");
      const Slot slot = slot_at(space, static_cast<int>(i) / space.calls, static_cast<int>(i) % space.calls);
      const auto levels = static_cast<std::uint64_t>(space.strength_levels);
      screen(space, point, slot, {op, static_cast<int>(random.below(levels))});
    }
    return point;
  }
  const std::int64_t screened = trial - (trial + 1) / kBroadEvery;
  std::vector<Screened> ops(ops_in_a_screening(space));
  for (std::size_t i = 0; i < ops.size(); ++i) {
    const auto card = screened * static_cast<std::int64_t>(ops.size()) + static_cast<std::int64_t>(i);
    ops[i] = {deal(cards, seed, card, "search/start/screen"), upper_strength()};
  }
  return screening_point(space, ops);
}

// Every value equally often; of a dimension with more values than there are trials in the design, one of
// every so many neighbours (a Latin hypercube).
Point latin_start(const Space& space, std::uint64_t seed, std::int64_t trial) {
  Point point;
  std::uint64_t number = 0;
  for (const Dimension& dimension : dimensions(space)) {
    const int strata = std::min(dimension.size, kLatinTrials);
    std::vector<int> values(static_cast<std::size_t>(strata));
    std::iota(values.begin(), values.end(), 0);
    const int stratum = deal(values, derive(seed, number), trial, "search/start/latin");
    const auto first = static_cast<int>(std::int64_t{dimension.size} * stratum / strata);
    const auto past = static_cast<int>(std::int64_t{dimension.size} * (stratum + 1) / strata);
    Stream random = stream_for(derive(seed, number++), trial, "search/start/within");
    point.push_back(first + static_cast<int>(random.below(static_cast<std::uint64_t>(past - first))));
  }
  return point;
}

}  // namespace

std::size_t ops_in_a_screening(const SubPolicySpace& space) {
  return static_cast<std::size_t>(std::min<std::int64_t>(kOpsInATrial, space.calls * space.sub_policies));
}

Point screening_point(const SubPolicySpace& space, std::span<const Screened> ops) {
  const int sub_policies = (static_cast<int>(ops.size()) + space.calls - 1) / space.calls;
  Point point = idle_point(space, sub_policies);
  for (int i = 0; i < static_cast<int>(ops.size()); ++i)
    screen(space, point, slot_at(space, i % sub_policies, i / sub_policies),
           ops[static_cast<std::size_t>(i)]);
  return point;
}

std::int64_t start_trials(const Space& space, std::int64_t planned) {
  std::int64_t wanted = kLatinTrials;
  if (const auto* sub = std::get_if<SubPolicySpace>(&space.kind)) {
    // One round of screening with its broad trials, and the base.
    const auto ops = static_cast<std::int64_t>(sub->ops.size()) - (identity_of(*sub) < 0 ? 0 : 1);
    wanted = 1 + (ops + kOpsInATrial - 1) / kOpsInATrial * kBroadEvery / (kBroadEvery - 1);
    if (broad_coordinate(*sub) >= 0) wanted += static_cast<std::int64_t>(std::size(kBroadStarts));
  }
  return planned > 0 ? std::min(wanted, std::max<std::int64_t>(1, planned / 2)) : wanted;
}

std::int64_t start_trials_in_rounds(std::int64_t planned) {
  constexpr std::int64_t kShare = 5;
  constexpr std::int64_t kMost = 100;  // the population of Real et al., AAAI 2019
  return std::min(planned / kShare, kMost);
}

std::optional<std::int64_t> start_number(const Space& space, std::int64_t planned, std::int64_t trial) {
  const std::int64_t all = start_trials(space, planned);
  const std::int64_t first = planned > 0 ? all : std::min<std::int64_t>(all, kFirstOfUnknown);
  if (trial < first) return trial;
  const std::int64_t later = first + (trial - first) / 2;
  if ((trial - first) % 2 == 1 && later < all) return later;
  return std::nullopt;
}

Point start_point(const Space& space, std::uint64_t seed, std::int64_t trial) {
  if (const auto* sub = std::get_if<SubPolicySpace>(&space.kind)) return sub_policy_start(*sub, seed, trial);
  return latin_start(space, seed, trial);
}

}  // namespace variegate
