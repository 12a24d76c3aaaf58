// Boxes and keypoints in the cells of a manifest.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/data/annotations/annotations.h"

namespace variegate {

struct WrittenBox {
  std::string label;
  ObjectBox box;  // its label is still to be numbered; its id is its place in the cell, from 0
};

struct WrittenKeypoint {
  std::string label;
  Keypoint point;  // as above
};

// "LABEL LEFT TOP RIGHT BOTTOM; ...": see ObjectBox. A label may hold spaces; one of several words of which
// one is a number, or with a ';' or a quote in it, stands in single or double quotes ('team 7'), a quote of
// that kind within doubled. Error, beginning with `where`, for anything else, one number too many among it,
// and for a box without a width or a height.
std::vector<WrittenBox> parse_boxes(std::string_view cell, const std::string& where);

// "LABEL X Y; ...", with the word hidden behind a point that cannot be seen.
std::vector<WrittenKeypoint> parse_keypoints(std::string_view cell, const std::string& where);

// The cells that are read as these. names: of the labels, as ObjectLabels has them.
std::string box_cell(const Boxes& boxes, const std::vector<std::string>& names);
std::string keypoint_cell(const Keypoints& keypoints, const std::vector<std::string>& names);

// The name of a label: its place in the names, or the number itself when labels are numbers.
std::string label_name(int label, const std::vector<std::string>& names);

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
