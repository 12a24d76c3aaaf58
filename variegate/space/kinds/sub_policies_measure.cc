#include <algorithm>
#include <cmath>

#include "variegate/ops/op.h"
#include "variegate/space/field_op.h"
#include "variegate/space/kinds/sub_policies.h"
#include "variegate/space/mix_part.h"
#include "variegate/space/space_parts.h"

namespace variegate {
namespace {

// How far what is learnt of an operation in a sub-policy is taken to hold in the broad part, where it has
// company, and the other way round. Chosen on the simulations of docs/experiments/planted-problems.md.
constexpr double kBroadWeight = 0.3;

// How far one side, or the stronger half, may differ from the whole range.
constexpr double kShapeWeight = 0.5;

}  // namespace

Measure measure_of(const SubPolicySpace& space, const Point& point) {
  Measure atoms;
  const int ops_of_set = static_cast<int>(space.ops.size());
  const int first_shape = ops_of_set + 1;  // kinds of atoms behind the operations and the broad part
  const int count = point[kCountCoordinate] + 1;
  for (int sub = 0; sub < count; ++sub) {
    for (int call = 0; call < space.calls; ++call) {
      const Slot slot = slot_at(space, sub, call);
      const std::string& op = space.ops[point[slot.op]];
      if (op == "identity") continue;
      const Magnitude& magnitude = field_op(op, space.fields).op.magnitude;
      const Atom atom{point[slot.op], share_of(point[slot.probability], space.probability_levels) / count,
                      magnitude.searchable ? share_of(point[slot.strength], space.strength_levels) : 0.0};
      atoms.push_back(atom);
      if (!space.shapes || !magnitude.searchable) continue;
      // A part of the range is the whole of it and something of its own.
      const int shapes = first_shape + (kSides + 1) * point[slot.op];
      const double own = kShapeWeight * atom.share;
      if (magnitude.mirrored && point[slot.side] != kBothSides)
        atoms.push_back({shapes + point[slot.side], own, atom.position});
      if (space.ranges && point[slot.half] == 1) atoms.push_back({shapes, own, atom.position});
    }
  }
  const int broad = broad_coordinate(space);
  if (broad >= 0 && point[broad] > 0) {
    const std::vector<int> ops = broad_ops(space);
    const double strength = share_of(point[broad + 1], space.strength_levels);
    for (const int op : ops) {
      if (space.ops[op] == "identity") continue;
      const bool graded = field_op(space.ops[op], space.fields).op.magnitude.searchable;
      atoms.push_back({op, kBroadWeight * static_cast<double>(point[broad]) / static_cast<double>(ops.size()),
                       graded ? strength : 0.0});
    }
    // Variety is more than the sum of its operations: a kind of its own.
    atoms.push_back({ops_of_set, static_cast<double>(point[broad]) / space.broad_calls, strength});
  }
  add_mix_atom(space.mixes, point, first_shape + (kSides + 1) * ops_of_set, atoms);
  return rooted(std::move(atoms));
}

}  // namespace variegate
