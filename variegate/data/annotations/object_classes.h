// The kinds of objects that boxes are drawn around.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace variegate {

// How boxes, masks and keypoints are stored.
enum class AnnotationForm { manifest, coco, yolo, voc };

struct ObjectClass {
  std::string name;
  int label = 0;                                   // ObjectBox::label
  std::int64_t id = 0;                             // its number in the source: COCO's category_id
  std::vector<std::string> keypoints = {};         // names of an object's keypoints, in order (COCO)
  std::vector<std::pair<int, int>> skeleton = {};  // which of them are joined, counted from 1
};

}  // namespace variegate
