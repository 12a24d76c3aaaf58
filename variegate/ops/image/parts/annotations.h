// Annotations that follow a picture through a geometric operation.
#pragma once

#include <string>

#include "variegate/data/sample.h"
#include "variegate/ops/image/parts/geometry.h"

namespace variegate {

struct ImageScratch;

// Which boxes are dropped, with their labels, once a part of their object has left the picture.
struct AnnotationRules {
  // Least share of the object, taken as filling its box, that must still be in the picture after all
  // operations so far. 0 keeps whatever is seen at all, 1 only what is seen whole.
  double min_visibility = 0.1;
  double min_side = 1.0;  // least width and height of what is seen, in pixels
};

// Each moves annotations of a picture of width x height pixels as `map` moves its pixels.

// A box becomes the smallest around what the picture still shows of the outline of the old one (its four
// corners, when straight lines stay straight), so a box that is turned grows. One whose object has outlines
// becomes the smallest around what is still seen of these.
void follow(Boxes& boxes, const GeometricMap& map, int width, int height, const AnnotationRules& rules,
            ImageScratch& scratch);

// Pixels take the nearest label, and 0 where the operation shows nothing of the picture. Error when the mask
// has not the size of the picture or more than one channel.
void follow(Mask& mask, const GeometricMap& map, int width, int height, ImageScratch& scratch);

// Points on the border are in the picture. Those that leave it are kept, so that the n-th is still the n-th,
// but are not visible any more, nor when a later operation brings their place back.
void follow(Keypoints& keypoints, const GeometricMap& map, int width, int height);

// All annotations of the sample that belong to that picture. Error, naming the field, as above.
void follow(Sample& sample, const std::string& picture, const GeometricMap& map, int width, int height,
            const AnnotationRules& rules, ImageScratch& scratch);

}  // namespace variegate
