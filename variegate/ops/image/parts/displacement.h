// A smooth displacement of a picture: what bends it.
#pragma once

#include <span>
#include <vector>

#include "variegate/ops/image/parts/picture_point.h"

namespace variegate {

inline constexpr int kMostCells = 16;  // along one side

// A uniform cubic B-spline over a grid of cells x cells equal cells that cover the picture, given by control
// points. It has two continuous derivatives, costs the same at any point, and moves no point farther than the
// control points around it say. Outside the picture it has the value of the nearest point of the edge.
struct Displacement {
  int cells = 0;           // along each side, 1 .. kMostCells
  double cell_width = 0;   // pixels
  double cell_height = 0;  // pixels
  // (cells + 3) x (cells + 3) displacements in pixels, row by row. The first and the last two of a row or
  // column lie on and beyond the edges: control point (1, 1) is at the upper left corner of the picture.
  std::vector<PicturePoint> control;
};

// How much the displacement changes along x and along y, each for both of its coordinates.
struct DisplacementSlope {
  PicturePoint along_x;
  PicturePoint along_y;
};

// The displacement of a point; and its slope, when asked for.
PicturePoint displacement_at(const Displacement& displacement, PicturePoint point,
                             DisplacementSlope* slope = nullptr);

// Adds to (x[i], y) for i = 0, 1, ... the displacement of the point (i + 0.5, y): of one row of pixel
// centres.
void displace_row(const Displacement& displacement, double row, std::span<double> x, std::span<double> y);

}  // namespace variegate
