#include "variegate/space/neighbour.h"

#include <algorithm>
#include <cmath>

#include "variegate/space/of_kind.h"
#include "variegate/space/space.h"
#include "variegate/space/space_parts.h"

namespace variegate {

bool has_moves(const Space& space) {
  return std::visit([](const auto& kind) { return of_kind::has_moves(kind); }, space.kind);
}

Point neighbour(const Space& space, const Point& point, std::span<const double> op_weights, Stream& random) {
  return std::visit([&](const auto& kind) { return of_kind::neighbour(kind, point, op_weights, random); },
                    space.kind);
}

std::vector<Point> simpler_points(const Space& space, const Point& point) {
  return std::visit([&](const auto& kind) { return of_kind::simpler(kind, point); }, space.kind);
}

std::vector<Point> wider_points(const Space& space, const Point& point) {
  return std::visit([&](const auto& kind) { return of_kind::wider(kind, point); }, space.kind);
}

std::optional<int> op_coordinate(const Space& space) {
  return std::visit([](const auto& kind) { return of_kind::op_coordinate(kind); }, space.kind);
}

int other_level(int level, int levels, Stream& random) {
  const int reach = std::max(1, levels / 3);
  const int size = 1 + below(random, reach);
  const int moved = random.bernoulli(0.5) ? level + size : level - size;
  if (moved < 0 || moved >= levels) return std::clamp(2 * level - moved, 0, levels - 1);  // the other way
  return moved;
}

Point moved_coordinate(const std::vector<Dimension>& dimensions, const Point& point, Stream& random) {
  const int coordinate = below(random, static_cast<int>(dimensions.size()));
  const Dimension& dimension = dimensions[coordinate];
  Point moved = point;
  moved[coordinate] = dimension.ordered ? other_level(point[coordinate], dimension.size, random)
                                        : below(random, dimension.size);
  return moved;
}

Point scattered(const std::vector<Dimension>& dimensions, const Point& point, double reach, Stream& random) {
  // The chance of each coordinate to be moved, besides the one that always is: one or two more on average.
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

}  // namespace variegate
