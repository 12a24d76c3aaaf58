// Small changes of a point, in terms of what it means: the moves of a local search.
#pragma once

#include <span>
#include <vector>

#include "variegate/space/space.h"

namespace variegate {

// One change. Sub-policies: another op in a slot, a slot emptied, a probability or strength moved by up to a
// third of its levels, another side or half, a sub-policy dropped, added, or overwritten by a copy of
// another, the broad part moved. Other spaces: one coordinate moved. op_weights: chance of each op of a
// sub-policy space where one is drawn, in proportion; empty: equal.
Point neighbour(const Space& space, const Point& point, std::span<const double> op_weights, Stream& random);

// Some coordinates moved, at least one: levels by normal steps of `reach` (a share of the range), categories
// drawn anew.
Point scattered(const std::vector<Dimension>& dimensions, const Point& point, double reach, Stream& random);

// The points with one part of this one taken away: a call, a sub-policy, or an operation of the broad part.
// Sub-policies only, and calls only where the set has "identity".
std::vector<Point> simpler_points(const Space& space, const Point& point);

// The points in which one range of this one is whole that had one side or the stronger half. Sub-policies
// only.
std::vector<Point> wider_points(const Space& space, const Point& point);

// An index drawn in proportion to weights (not negative, sum > 0).
int draw_by_weight(std::span<const double> weights, Stream& random);

}  // namespace variegate
