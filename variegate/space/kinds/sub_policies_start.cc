#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

#include "variegate/ops/op.h"
#include "variegate/space/deal.h"
#include "variegate/space/field_op.h"
#include "variegate/space/kinds/sub_policies_screening.h"
#include "variegate/space/mix_part.h"
#include "variegate/space/space_parts.h"

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

// A point of this many sub-policies whose calls do nothing, or as little as the space can say.
Point idle_point(const SubPolicySpace& space, int sub_policies) {
  Point point(sizes_of(space).size(), 0);
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

std::size_t ops_in_a_screening(const SubPolicySpace& space) {
  return static_cast<std::size_t>(std::min<std::int64_t>(kOpsInATrial, space.calls * space.sub_policies));
}

constexpr double kTelling = 1.0 / 3.0;  // share of the samples from which on a trial tells of an operation

// The strengths at which each operation has been tried.
std::vector<std::vector<int>> tried_strengths(const SubPolicySpace& space, std::span<const Point> tried) {
  std::vector<std::vector<int>> strengths(space.ops.size());
  for (const Point& point : tried) {
    const int count = point[kCountCoordinate] + 1;
    for (int sub = 0; sub < count; ++sub) {
      for (int call = 0; call < space.calls; ++call) {
        const Slot slot = slot_at(space, sub, call);
        const double share = share_of(point[slot.probability], space.probability_levels) / count;
        if (share >= kTelling) strengths[point[slot.op]].push_back(point[slot.strength]);
      }
    }
  }
  return strengths;
}

struct Unexplored {
  Screened at;
  int distance = 0;  // levels to the nearest strength that has been tried
};

Unexplored furthest(int op, const std::vector<int>& strengths, int levels) {
  Unexplored found{{op, 0}};
  for (int level = levels / 2; level < levels; ++level) {
    int distance = levels;
    for (const int strength : strengths) distance = std::min(distance, std::abs(strength - level));
    if (distance >= found.distance) found = {{op, level}, distance};
  }
  return found;
}

// The operations of a trial of the design.
Point start_of_ops(const SubPolicySpace& space, std::uint64_t seed, std::int64_t trial) {
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

}  // namespace

Point screening_point(const SubPolicySpace& space, std::span<const Screened> ops) {
  const int sub_policies = (static_cast<int>(ops.size()) + space.calls - 1) / space.calls;
  Point point = idle_point(space, sub_policies);
  for (int i = 0; i < static_cast<int>(ops.size()); ++i)
    screen(space, point, slot_at(space, i % sub_policies, i / sub_policies),
           ops[static_cast<std::size_t>(i)]);
  return point;
}

Point start_of(const SubPolicySpace& space, std::uint64_t seed, std::int64_t trial) {
  Point point = start_of_ops(space, seed, trial);
  const bool base_alone = trial == 0 && identity_of(space) >= 0;
  if (!base_alone) lay_start_mix(space.mixes, seed, trial, point);
  return point;
}

std::int64_t start_trials_of(const SubPolicySpace& space) {
  const auto ops = static_cast<std::int64_t>(space.ops.size()) - (identity_of(space) < 0 ? 0 : 1);
  std::int64_t trials = 1 + (ops + kOpsInATrial - 1) / kOpsInATrial * kBroadEvery / (kBroadEvery - 1);
  if (broad_coordinate(space) >= 0) trials += static_cast<std::int64_t>(std::size(kBroadStarts));
  return trials;
}

std::optional<Point> follow_up_of(const SubPolicySpace& space, std::span<const Point> tried, Stream& random) {
  const std::vector<std::vector<int>> strengths = tried_strengths(space, tried);
  std::vector<Unexplored> open;
  for (const std::size_t op : random.permutation(space.ops.size())) {
    if (!field_op(space.ops[op], space.fields).op.magnitude.searchable) continue;
    const Unexplored level = furthest(static_cast<int>(op), strengths[op], space.strength_levels);
    if (level.distance > 1) open.push_back(level);
  }
  if (open.empty()) return std::nullopt;
  std::stable_sort(open.begin(), open.end(),
                   [](const Unexplored& a, const Unexplored& b) { return a.distance > b.distance; });
  std::vector<Screened> ops;
  for (std::size_t i = 0; i < std::min(open.size(), ops_in_a_screening(space)); ++i)
    ops.push_back(open[i].at);
  return screening_point(space, ops);
}

}  // namespace variegate
