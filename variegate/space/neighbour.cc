#include "variegate/space/neighbour.h"

#include <algorithm>
#include <cmath>

namespace variegate {
namespace {

int below(Stream& random, int count) {
  return static_cast<int>(random.below(static_cast<std::uint64_t>(count)));
}

// Another level, at most a third of the range away; the same when there is no other.
int step(int level, int levels, Stream& random) {
  const int reach = std::max(1, levels / 3);
  const int size = 1 + below(random, reach);
  const int moved = random.bernoulli(0.5) ? level + size : level - size;
  if (moved < 0 || moved >= levels) return std::clamp(2 * level - moved, 0, levels - 1);  // the other way
  return moved;
}

void copy_sub_policy(const SubPolicySpace& space, Point& point, int from, int to) {
  const int first = slot_at(space, from, 0).op;
  const int past = slot_at(space, from + 1, 0).op;
  std::copy(point.begin() + first, point.begin() + past, point.begin() + slot_at(space, to, 0).op);
}

class SubPolicyMoves {
 public:
  SubPolicyMoves(const SubPolicySpace& space, std::span<const double> op_weights, Stream& random)
      : space_(space), op_weights_(op_weights), random_(random) {}

  Point change(Point point) {
    constexpr double kMovesOfTheBroadPart = 0.2;
    if (const int broad = broad_coordinate(space_); broad >= 0 && random_.bernoulli(kMovesOfTheBroadPart)) {
      if (point[broad] == 0 || random_.bernoulli(0.5)) {
        point[broad] = step(point[broad], space_.broad_calls + 1, random_);
      } else {
        point[broad + 1] = step(point[broad + 1], space_.strength_levels, random_);
      }
      return point;
    }
    const int count = point[kCountCoordinate] + 1;
    const int sub = below(random_, count);
    const Slot slot = slot_at(space_, sub, below(random_, space_.calls));
    switch (below(random_, space_.shapes ? 10 : 8)) {
      case 0:
      case 1:
        redraw(point, slot);
        break;
      case 2:
      case 3:
        point[slot.strength] = step(point[slot.strength], space_.strength_levels, random_);
        break;
      case 4:
        point[slot.probability] = step(point[slot.probability], space_.probability_levels, random_);
        break;
      case 5:  // drop a sub-policy, or empty a slot of the only one
        if (count > 1) {
          copy_sub_policy(space_, point, count - 1, sub);
          --point[kCountCoordinate];
        } else {
          empty(point, slot);
        }
        break;
      case 6:  // add one: a copy of another with one slot redrawn
        if (count < space_.sub_policies) {
          copy_sub_policy(space_, point, sub, count);
          ++point[kCountCoordinate];
          redraw(point, slot_at(space_, count, below(random_, space_.calls)));
        } else {
          redraw(point, slot);
        }
        break;
      case 8:
        point[slot.side] = below(random_, kSides);
        break;
      case 9:
        point[slot.half] = 1 - point[slot.half];
        break;
      default:
        if (count > 1 && random_.bernoulli(0.5)) {
          copy_sub_policy(space_, point, below(random_, count), sub);
        } else {
          empty(point, slot);
        }
    }
    return point;
  }

 private:
  void redraw(Point& point, const Slot& slot) {
    point[slot.op] = op_weights_.empty() ? below(random_, static_cast<int>(space_.ops.size()))
                                         : draw_by_weight(op_weights_, random_);
    point[slot.probability] =
        std::max(below(random_, space_.probability_levels), below(random_, space_.probability_levels));
    point[slot.strength] = below(random_, space_.strength_levels);
    if (!space_.shapes) return;
    point[slot.side] = random_.bernoulli(0.5) ? kBothSides : below(random_, kSides);
    point[slot.half] = random_.bernoulli(0.3) ? 1 : 0;
  }

  void empty(Point& point, const Slot& slot) {
    const int identity = identity_of(space_);
    if (identity < 0) {
      redraw(point, slot);
    } else {
      point[slot.op] = identity;
    }
  }

  const SubPolicySpace& space_;
  std::span<const double> op_weights_;
  Stream& random_;
};

}  // namespace

std::vector<Point> simpler_points(const Space& space, const Point& point) {
  std::vector<Point> simpler;
  const auto* sub_policies = std::get_if<SubPolicySpace>(&space.kind);
  if (sub_policies == nullptr) return simpler;
  const int count = point[kCountCoordinate] + 1;
  const int identity = identity_of(*sub_policies);
  for (int sub = 0; sub < count; ++sub) {
    for (int call = 0; identity >= 0 && call < sub_policies->calls; ++call) {
      const int op = slot_at(*sub_policies, sub, call).op;
      if (point[op] == identity) continue;
      simpler.push_back(point);
      simpler.back()[op] = identity;
    }
    if (count == 1) continue;
    simpler.push_back(point);
    copy_sub_policy(*sub_policies, simpler.back(), count - 1, sub);
    --simpler.back()[kCountCoordinate];
  }
  const int broad = broad_coordinate(*sub_policies);
  if (broad >= 0 && point[broad] > 0) {
    simpler.push_back(point);
    --simpler.back()[broad];
  }
  return simpler;
}

std::vector<Point> wider_points(const Space& space, const Point& point) {
  std::vector<Point> wider;
  const auto* sub_policies = std::get_if<SubPolicySpace>(&space.kind);
  if (sub_policies == nullptr || !sub_policies->shapes) return wider;
  const auto reset = [&](int coordinate, int value) {
    if (point[coordinate] == value) return;
    wider.push_back(point);
    wider.back()[coordinate] = value;
  };
  for (int sub = 0; sub <= point[kCountCoordinate]; ++sub) {
    for (int call = 0; call < sub_policies->calls; ++call) {
      const Slot slot = slot_at(*sub_policies, sub, call);
      if (point[slot.op] == identity_of(*sub_policies)) continue;
      reset(slot.side, kBothSides);
      reset(slot.half, 0);
    }
  }
  return wider;
}

Point scattered(const std::vector<Dimension>& dimensions, const Point& point, double reach, Stream& random) {
  // Of the coordinates, besides the one that always is: one or two on the mean.
  const double also = std::min(0.3, 2.0 / static_cast<double>(dimensions.size()));
  Point moved = point;
  const int always = below(random, static_cast<int>(dimensions.size()));
  for (int i = 0; i < static_cast<int>(dimensions.size()); ++i) {
    if (i != always && !random.bernoulli(also)) continue;
    const int size = dimensions[i].size;
    if (!dimensions[i].ordered) {
      moved[i] = below(random, size);
      continue;
    }
    const double step = random.normal() * reach * size;
    const auto whole = static_cast<int>(std::lround(step));
    const int levels = whole != 0 ? whole : step < 0.0 ? -1 : 1;
    moved[i] = std::clamp(point[i] + levels, 0, size - 1);
  }
  return moved;
}

int draw_by_weight(std::span<const double> weights, Stream& random) {
  double total = 0.0;
  for (const double weight : weights) total += weight;
  double rest = random.uniform() * total;
  int last = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0.0) continue;
    last = static_cast<int>(i);
    if (rest < weights[i]) break;
    rest -= weights[i];
  }
  return last;
}

Point neighbour(const Space& space, const Point& point, std::span<const double> op_weights, Stream& random) {
  if (const auto* sub = std::get_if<SubPolicySpace>(&space.kind)) {
    return SubPolicyMoves(*sub, op_weights, random).change(point);
  }
  const std::vector<Dimension> all = dimensions(space);
  const int coordinate = below(random, static_cast<int>(all.size()));
  Point moved = point;
  moved[coordinate] = all[coordinate].ordered ? step(point[coordinate], all[coordinate].size, random)
                                              : below(random, all[coordinate].size);
  return moved;
}

}  // namespace variegate
