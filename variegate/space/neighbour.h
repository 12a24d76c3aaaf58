// Small changes of a point, in terms of what it means: the moves of a local search.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "variegate/core/random.h"
#include "variegate/space/point.h"

namespace variegate {

struct Space;

// Whether the kind of space knows what changes of a point mean. In others every move is one coordinate's.
bool has_moves(const Space& space);

// The point with one change. op_weights: chance of each operation where one is drawn, in proportion, by the
// values of op_coordinate(); empty: equal.
Point neighbour(const Space& space, const Point& point, std::span<const double> op_weights, Stream& random);

// A coordinate whose value chooses an operation; nullopt: the space has none.
std::optional<int> op_coordinate(const Space& space);

// The points with one part of this one taken away, where the kind of space knows of parts.
std::vector<Point> simpler_points(const Space& space, const Point& point);

// The points in which one range of this one is whole that was not, where the kind of space has such ranges.
std::vector<Point> wider_points(const Space& space, const Point& point);

// Some coordinates moved, at least one: levels by normal steps of `reach` (a share of the range), categories
// drawn anew.
Point scattered(const std::vector<Dimension>& dimensions, const Point& point, double reach, Stream& random);

// One coordinate moved: a level to other_level(), a category drawn anew.
Point moved_coordinate(const std::vector<Dimension>& dimensions, const Point& point, Stream& random);

// Another level, at most a third of the range away; the same when there is no other.
int other_level(int level, int levels, Stream& random);

// An index drawn in proportion to weights (not negative, sum > 0).
int draw_by_weight(std::span<const double> weights, Stream& random);

}  // namespace variegate
