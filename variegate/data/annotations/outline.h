// Shapes of objects as polygons and as pixels.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "variegate/core/image.h"
#include "variegate/data/annotations/annotations.h"

namespace variegate {

// Lengths of runs of pixels outside and inside by turns, outside first, down the columns from left to right:
// what COCO calls RLE counts. They add up to width * height.
using PixelRuns = std::vector<std::uint64_t>;

// The area in square pixels. Holes in outlines from a mask, which run the other way round, are subtracted.
double area_of(std::span<const Outline> outlines, bool from_mask);

// The pixels whose centre is inside an odd number of the outlines.
PixelRuns runs_of(std::span<const Outline> outlines, int width, int height);

// Polygons along the edges of the pixels, clockwise as one sees them, and those of holes the other way round;
// runs_of() gives the same runs back. The runs must add up to width * height.
std::vector<Outline> outlines_of(const PixelRuns& runs, int width, int height);

}  // namespace variegate
