// Drawing a point that has not been tried: tried again it would tell nothing, since all trials of a study
// have one seed.
#pragma once

#include <set>

#include "variegate/space/space.h"

namespace variegate {

// The point that `draw` gives, drawn anew at most `redraws` times while `tried`, of canonical points, has it.
template <typename Draw>
Point untried(const Space& space, const std::set<Point>& tried, double redraws, const Draw& draw) {
  Point point = draw();
  for (int left = static_cast<int>(redraws); left > 0 && tried.contains(canonical(space, point)); --left)
    point = draw();
  return point;
}

}  // namespace variegate
