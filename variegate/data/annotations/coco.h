// COCO's JSON: images, annotations (boxes, polygons and masks of objects, keypoints) and categories
// (cocodataset.org, "Data format").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/data/data_parts.h"
#include "variegate/data/formats/parts/file_dataset.h"
#include "variegate/data/reading.h"

namespace variegate {

struct CocoPicture {
  std::string file_name;  // as written
  int width = 0;
  int height = 0;
  Boxes boxes = {};
  Keypoints keypoints = {};
};

struct CocoFile {
  std::vector<CocoPicture> pictures;  // as listed
  ObjectNames objects;                // categories by their id, then names of keypoints
  bool has_keypoints = false;
};

// An annotation without box, polygon and mask (a caption) is passed over. Masks become outlines along the
// edges of their pixels. Keypoints of visibility 0 are left out, those of 1 are hidden. Error, with the
// place in the document, for anything that is not as the format has it.
CocoFile parse_coco(std::string_view text, const std::string& name);

// A .json file, or a folder with one where COCO's tools write it: annotations/instances_train2017.json with
// train2017/, train/_annotations.coco.json, annotations.json.
bool is_coco(const std::string& path);

// Parts by the words train, val and test in the names of files or of their folders; a file is undivided.
DataParts locate_coco(const std::string& path, const Reading& how);

}  // namespace variegate
