#include "variegate/ops/image/parts/displacement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace variegate {
namespace {

// Weights of four neighbouring control points at a share t, 0 .. 1, of the cell between the middle two.
std::array<double, 4> weights(double t) {
  const double s = 1 - t;
  return {s * s * s / 6, (3 * t * t * (t - 2) + 4) / 6, (3 * s * s * (s - 2) + 4) / 6, t * t * t / 6};
}

// Their derivatives by t.
std::array<double, 4> slopes(double t) {
  const double s = 1 - t;
  return {-s * s / 2, t * (1.5 * t - 2), s * (2 - 1.5 * s), t * t / 2};
}

struct Place {
  std::size_t cell;
  double share;  // of the cell
  bool inside;   // not held at the edge
};

Place place_in(double position, double cell_size, int cells) {
  const double at = position / cell_size;
  const double held = at > 0 ? std::min(at, static_cast<double>(cells)) : 0.0;  // of what is no number, too
  const int cell = std::min(static_cast<int>(held), cells - 1);
  return {static_cast<std::size_t>(cell), held - cell, held == at};
}

PicturePoint weighted(const Displacement& displacement, const Place& x, const Place& y,
                      const std::array<double, 4>& across, const std::array<double, 4>& down) {
  const auto stride = static_cast<std::size_t>(displacement.cells) + 3;
  PicturePoint sum;
  for (std::size_t j = 0; j < 4; ++j) {
    const PicturePoint* row = &displacement.control[(y.cell + j) * stride + x.cell];
    for (std::size_t i = 0; i < 4; ++i) {
      const double weight = down[j] * across[i];
      sum.x += weight * row[i].x;
      sum.y += weight * row[i].y;
    }
  }
  return sum;
}

// The spline of one coordinate along a row within one cell, as a polynomial in the share of the cell.
struct Cubic {
  Cubic(double p0, double p1, double p2, double p3)
      : a0((p0 + 4 * p1 + p2) / 6),
        a1((p2 - p0) / 2),
        a2((p0 - 2 * p1 + p2) / 2),
        a3((p3 - p0 + 3 * (p1 - p2)) / 6) {}
  double operator()(double t) const { return a0 + t * (a1 + t * (a2 + t * a3)); }
  double a0, a1, a2, a3;
};

}  // namespace

PicturePoint displacement_at(const Displacement& displacement, PicturePoint point, DisplacementSlope* slope) {
  const Place x = place_in(point.x, displacement.cell_width, displacement.cells);
  const Place y = place_in(point.y, displacement.cell_height, displacement.cells);
  const std::array<double, 4> across = weights(x.share);
  const std::array<double, 4> down = weights(y.share);
  if (slope != nullptr) {
    *slope = {};
    if (x.inside) {
      const PicturePoint along = weighted(displacement, x, y, slopes(x.share), down);
      slope->along_x = {along.x / displacement.cell_width, along.y / displacement.cell_width};
    }
    if (y.inside) {
      const PicturePoint along = weighted(displacement, x, y, across, slopes(y.share));
      slope->along_y = {along.x / displacement.cell_height, along.y / displacement.cell_height};
    }
  }
  return weighted(displacement, x, y, across, down);
}

void displace_row(const Displacement& displacement, double row, std::span<double> x, std::span<double> y) {
  const std::size_t points = static_cast<std::size_t>(displacement.cells) + 3;
  const Place place = place_in(row, displacement.cell_height, displacement.cells);
  const std::array<double, 4> down = weights(place.share);
  std::array<PicturePoint, kMostCells + 3> line{};  // the control points of a spline along this row alone
  for (std::size_t j = 0; j < 4; ++j) {
    const PicturePoint* from = &displacement.control[(place.cell + j) * points];
    for (std::size_t i = 0; i < points; ++i) {
      line[i].x += down[j] * from[i].x;
      line[i].y += down[j] * from[i].y;
    }
  }
  const double scale = 1 / displacement.cell_width;
  const int width = static_cast<int>(x.size());
  int begin = 0;
  for (int cell = 0; cell < displacement.cells; ++cell) {
    const bool last = cell + 1 == displacement.cells;
    const int end = last ? width : static_cast<int>(std::ceil((cell + 1) * displacement.cell_width - 0.5));
    const PicturePoint* p = &line[static_cast<std::size_t>(cell)];
    const Cubic dx(p[0].x, p[1].x, p[2].x, p[3].x);
    const Cubic dy(p[0].y, p[1].y, p[2].y, p[3].y);
    double* to_x = x.data();
    double* to_y = y.data();
    for (int i = begin; i < end; ++i) {
      const double t = (i + 0.5) * scale - cell;
      to_x[i] += dx(t);
      to_y[i] += dy(t);
    }
    begin = end;
  }
}

}  // namespace variegate
