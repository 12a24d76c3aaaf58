// What the folders of an image folder are: classes, or parts of the data with classes in them.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "variegate/data/formats/parts/left_out.h"
#include "variegate/data/formats/parts/part_names.h"

namespace variegate {

struct FolderLayout {
  std::filesystem::path root;                     // the path, or the one folder in it that holds everything
  bool divided = false;                           // whether there are parts
  std::map<Part, std::filesystem::path> parts{};  // where each lies; not when they lie within the classes
  std::vector<Part> within_classes{};             // the parts that lie within the classes
  std::vector<std::string> notes{};               // what was understood and is not plain from the names
  LeftOut left_out{};                             // beside the classes or parts
};

// Finds out by names alone, looking into as few folders as tell. Error, with what was seen and how to say
// what is meant, when the folders may be both, when two are one part, when the pictures have no class
// folders, and for folders that are no classes (images/ beside masks/).
FolderLayout folder_layout(const std::filesystem::path& path);

}  // namespace variegate
