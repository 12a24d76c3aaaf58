// Boxes and keypoints as the cells of a manifest have them.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/data/annotations.h"

namespace variegate {

struct WrittenBox {
  std::string label;
  ObjectBox box;  // its label is still to be numbered; its id is its place in the cell, from 0
};

struct WrittenKeypoint {
  std::string label;
  Keypoint point;  // as above
};

// "LABEL LEFT TOP RIGHT BOTTOM; ..." in pixels: see ObjectBox. A label may hold spaces. Error, beginning with
// `where`, for anything else and for a box without a width or a height.
std::vector<WrittenBox> parse_boxes(std::string_view cell, const std::string& where);

// "LABEL X Y; ..." in pixels, with the word hidden behind a point that cannot be seen.
std::vector<WrittenKeypoint> parse_keypoints(std::string_view cell, const std::string& where);

// The labels of boxes and keypoints as numbers: a label is itself when all are whole numbers, 0 ..
// 999,999,999, else its place among the names, which are in byte order.
class ObjectLabels {
 public:
  ObjectLabels() = default;
  explicit ObjectLabels(const std::set<std::string>& labels);
  int operator[](const std::string& label) const;
  const std::vector<std::string>& names() const { return names_; }  // empty: labels are numbers

 private:
  std::vector<std::string> names_;
};

}  // namespace variegate
