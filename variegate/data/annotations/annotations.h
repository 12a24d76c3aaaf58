// What is known about places in a picture: boxes around objects, a label for every pixel, points. They are
// fields of a sample beside the picture that they belong to, and follow it when an operation moves its
// pixels.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "variegate/core/image.h"

namespace variegate {

// Coordinates are pixels of the picture, from its upper left corner: pixel (i, j) covers [i, i+1) x [j, j+1).
// A box around that pixel alone is left i, top j, right i + 1, bottom j + 1.
struct OutlinePoint {
  double x = 0;
  double y = 0;
  bool operator==(const OutlinePoint&) const = default;
};

// A closed polygon; its last point is joined to its first.
using Outline = std::vector<OutlinePoint>;

struct ObjectBox {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  int label = 0;
  std::int64_t id = 0;     // the caller's own, e.g. to match boxes before and after
  double visible = 1.0;    // share of the object that operations have left in the picture
  bool crowd = false;      // around a group of objects that are not told apart (COCO's iscrowd)
  bool difficult = false;  // not to be counted when a detector is judged (VOC)
  bool truncated = false;  // the object goes on outside the box (VOC)
  bool from_mask = false;  // its outlines come from a mask: those of holes run the other way round
  // The object's own shape, if it is known: the points that lie inside an odd number of these polygons.
  std::vector<Outline> outlines = {};
  bool operator==(const ObjectBox&) const = default;
};

struct Boxes {
  std::vector<ObjectBox> boxes;
  std::string picture = "image";  // the field of the picture that they belong to
  int clipped = 0;                // boxes that reached outside by more than a pixel when they were read
  int dropped = 0;                // boxes that could not be right and were left out when they were read
  bool operator==(const Boxes&) const = default;
};

// The label of every pixel, 0 where there is nothing: 1 channel, of the picture's size.
struct Mask {
  Image labels;
  std::string picture = "image";
  bool operator==(const Mask&) const = default;
};

struct Keypoint {
  double x = 0;
  double y = 0;
  int label = 0;
  bool visible = true;
  std::int64_t object = -1;  // the id of the box of its object; -1: of none
  bool operator==(const Keypoint&) const = default;
};

struct Keypoints {
  std::vector<Keypoint> points;
  std::string picture = "image";
  bool operator==(const Keypoints&) const = default;
};

// What follows when a picture is brought to another size: coordinates times the factors across and down, and
// the label under the centre of every pixel of the new size.
void resize(Boxes& boxes, double across, double down);
void resize(Keypoints& keypoints, double across, double down);
void resize(Mask& mask, int width, int height);

}  // namespace variegate
