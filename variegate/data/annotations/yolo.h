// YOLO's text files, as Ultralytics describes them: pictures in images/, beside it labels/ with one .txt a
// picture and one line an object, and data.yaml with the classes and the parts.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/data/annotations/annotations.h"
#include "variegate/data/data_parts.h"
#include "variegate/data/reading.h"

namespace variegate {

// Lines "CLASS X Y WIDTH HEIGHT" (of the box's middle) or "CLASS X Y X Y X Y ..." (a polygon), in shares of
// the picture's width and height; so are the boxes given. classes: how many there are; 0: any number. Error
// with the line for anything else, numbers outside 0 .. 1 (give or take a hundredth) among it.
Boxes parse_yolo_labels(std::string_view text, const std::string& name, std::size_t classes);

// What data.yaml says.
struct YoloSpec {
  std::string root{};                                     // "path"; "" when it is not given
  std::map<std::string, std::vector<std::string>> parts;  // "train", "val", "test": folders or lists of files
  std::vector<std::string> names;                         // of the classes
};

// Error for what is no YAML and for names or parts that are not as they should be, keypoints (kpt_shape)
// among it.
YoloSpec parse_yolo_spec(std::string_view text, const std::string& name);

// A data.yaml, a folder with one, or one with images/ and labels/, in which there are .txt files (also below
// train/, valid/ and test/).
bool is_yolo(const std::string& path);
DataParts locate_yolo(const std::string& path, const Reading& how);

}  // namespace variegate
