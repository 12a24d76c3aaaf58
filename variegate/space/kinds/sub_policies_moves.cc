#include <algorithm>

#include "variegate/space/kinds/sub_policies.h"
#include "variegate/space/mix_part.h"
#include "variegate/space/neighbour.h"
#include "variegate/space/space_parts.h"

namespace variegate {
namespace {

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
    constexpr double kMovesOfTheMix = 0.2;
    if (!space_.mixes.empty() && random_.bernoulli(kMovesOfTheMix)) {
      move_mix(space_.mixes, point, random_);
      return point;
    }
    constexpr double kMovesOfTheBroadPart = 0.2;
    if (const int broad = broad_coordinate(space_); broad >= 0 && random_.bernoulli(kMovesOfTheBroadPart)) {
      if (point[broad] == 0 || random_.bernoulli(0.5)) {
        point[broad] = other_level(point[broad], space_.broad_calls + 1, random_);
      } else {
        point[broad + 1] = other_level(point[broad + 1], space_.strength_levels, random_);
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
        point[slot.strength] = other_level(point[slot.strength], space_.strength_levels, random_);
        break;
      case 4:
        point[slot.probability] = other_level(point[slot.probability], space_.probability_levels, random_);
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

Point neighbour_of(const SubPolicySpace& space, const Point& point, std::span<const double> op_weights,
                   Stream& random) {
  return SubPolicyMoves(space, op_weights, random).change(point);
}

std::vector<Point> simpler_of(const SubPolicySpace& space, const Point& point) {
  std::vector<Point> simpler;
  const int count = point[kCountCoordinate] + 1;
  const int identity = identity_of(space);
  for (int sub = 0; sub < count; ++sub) {
    for (int call = 0; identity >= 0 && call < space.calls; ++call) {
      const int op = slot_at(space, sub, call).op;
      if (point[op] == identity) continue;
      simpler.push_back(point);
      simpler.back()[op] = identity;
    }
    if (count == 1) continue;
    simpler.push_back(point);
    copy_sub_policy(space, simpler.back(), count - 1, sub);
    --simpler.back()[kCountCoordinate];
  }
  const int broad = broad_coordinate(space);
  if (broad >= 0 && point[broad] > 0) {
    simpler.push_back(point);
    --simpler.back()[broad];
  }
  if (const auto mix = mix_coordinate(space.mixes, point.size()); mix && point[*mix] > 0) {
    simpler.push_back(point);
    simpler.back()[*mix] = 0;
  }
  return simpler;
}

std::vector<Point> wider_of(const SubPolicySpace& space, const Point& point) {
  std::vector<Point> wider;
  if (!space.shapes) return wider;
  const auto reset = [&](int coordinate, int value) {
    if (point[coordinate] == value) return;
    wider.push_back(point);
    wider.back()[coordinate] = value;
  };
  for (int sub = 0; sub <= point[kCountCoordinate]; ++sub) {
    for (int call = 0; call < space.calls; ++call) {
      const Slot slot = slot_at(space, sub, call);
      if (point[slot.op] == identity_of(space)) continue;
      reset(slot.side, kBothSides);
      reset(slot.half, 0);
    }
  }
  return wider;
}

int op_coordinate_of(const SubPolicySpace& space) { return slot_at(space, 0, 0).op; }

}  // namespace variegate
