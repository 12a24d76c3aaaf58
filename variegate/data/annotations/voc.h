// Pascal VOC: JPEGImages/, Annotations/ with one XML file a picture, and ImageSets/Main/ with the parts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "variegate/data/annotations/annotation_cells.h"
#include "variegate/data/data_parts.h"
#include "variegate/data/reading.h"

namespace variegate {

struct VocPicture {
  std::string file_name;          // "" when it is not given
  std::vector<WrittenBox> boxes;  // corners, which VOC counts from 1, as ObjectBox has them
};

// Error, with the object's number, for what is no XML of that kind. Entities of a document's own are not
// expanded.
VocPicture parse_voc(std::string_view text, const std::string& name);

// A folder with Annotations/ in which there are .xml files, or one with .xml files beside pictures.
bool is_voc(const std::string& path);

// Parts by ImageSets/Main/{train,val,test}.txt (trainval.txt when there is no train.txt); without them
// undivided.
DataParts locate_voc(const std::string& path, const Reading& how);

}  // namespace variegate
