// A picture on rubber: bent smoothly and at random.
#include <algorithm>
#include <cmath>

#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/ops/image/parts/parameters.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

// Neighbouring control points then differ by half a cell at most, and so does the slope of each coordinate
// along each axis: less than a point would have to move to pass another.
constexpr double kFarthest = 0.25;  // cells

// The spline averages control points: at them its standard deviation is half of theirs.
constexpr double kSmoothing = 2;

double drawn(double deviation, double cell_size, Stream& random) {
  return std::clamp(kSmoothing * deviation * random.normal(), -kFarthest * cell_size, kFarthest * cell_size);
}

GeometricMap map(const ImageArguments& arguments, int width, int height) {
  const double deviation = arguments.values[0];
  Displacement& displacement = arguments.scratch.displacement;
  displacement.cells = static_cast<int>(std::lround(arguments.values[1]));
  displacement.cell_width = static_cast<double>(width) / displacement.cells;
  displacement.cell_height = static_cast<double>(height) / displacement.cells;
  const auto points = static_cast<std::size_t>(displacement.cells) + 3;
  displacement.control.resize(points * points);
  for (PicturePoint& point : displacement.control) {
    point.x = drawn(deviation * width, displacement.cell_width, arguments.random);
    point.y = drawn(deviation * height, displacement.cell_height, arguments.random);
  }
  return {
      .affine = {}, .sampling = sampling_from(arguments.values.subspan(2)), .displacement = &displacement};
}

}  // namespace

const Op& elastic() {
  static const Op op{
      .name = "elastic",
      .summary = "bend the picture smoothly, points displaced at random",
      .source =
          "U-Net (Ronneberger et al. 2015), section 3.1: Gaussian displacements on a coarse grid, here "
          "joined by cubic B-splines; Simard et al. 2003",
      .parameters = {{.name = "displacement",
                      .unit = "fraction of the side",
                      .summary =
                          "standard deviation of the displacement along either side, at the corners of "
                          "cells; draws beyond an eighth of a cell are held there, so that nothing folds",
                      .low = 0,
                      .high = 0.1,
                      .fallback = 0.02,
                      .neutral = 0},
                     {.name = "cells",
                      .unit = "cells",
                      .summary = "cells of the grid along each side: the more, the finer the waves",
                      .low = 1,
                      .high = kMostCells,
                      .fallback = 4,
                      .neutral = 4,
                      .integer = true},
                     fill_parameter(),
                     interpolation_parameter()},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 0.03,
                    .source =
                        "U-Net (Ronneberger et al. 2015), section 3.1: 10 pixels of 512; widened by half "
                        "for search"},
      .random = true,
      .does = Geometric{.map = map, .affine = false}};
  return op;
}

}  // namespace variegate::image_ops
