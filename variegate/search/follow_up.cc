#include "variegate/search/follow_up.h"

#include <algorithm>
#include <cmath>

#include "variegate/ops/op.h"
#include "variegate/space/space_parts.h"
#include "variegate/space/start_design.h"

namespace variegate {
namespace {

constexpr double kTelling = 1.0 / 3.0;  // share of the samples from which on a trial tells of an operation

// By operation: the strengths at which it has been tried.
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

}  // namespace

std::optional<Point> follow_up(const Space& space, std::span<const Point> tried, Stream& random) {
  const auto* sub = std::get_if<SubPolicySpace>(&space.kind);
  if (sub == nullptr) return std::nullopt;
  const std::vector<std::vector<int>> strengths = tried_strengths(*sub, tried);
  std::vector<Unexplored> open;
  for (const std::size_t op : random.permutation(sub->ops.size())) {
    if (!require_op(sub->ops[op], "search space").magnitude.searchable) continue;
    const Unexplored level = furthest(static_cast<int>(op), strengths[op], sub->strength_levels);
    if (level.distance > 1) open.push_back(level);
  }
  if (open.empty()) return std::nullopt;
  std::stable_sort(open.begin(), open.end(),
                   [](const Unexplored& a, const Unexplored& b) { return a.distance > b.distance; });
  std::vector<Screened> ops;
  for (std::size_t i = 0; i < std::min(open.size(), ops_in_a_screening(*sub)); ++i) ops.push_back(open[i].at);
  return screening_point(*sub, ops);
}

}  // namespace variegate
