// The pictures of class folders, at any depth.
#pragma once

#include <filesystem>
#include <vector>

#include "variegate/data/formats/parts/left_out.h"

namespace variegate {

struct WalkRules {
  std::filesystem::path root;  // that the class folders lie in: a link to it or above it leads back
  std::vector<std::filesystem::path> apart;  // other parts of the data, which no link may lead into
  bool any_name = false;                     // a folder may be called as a test part is
};

struct ClassPictures {
  std::vector<std::vector<std::filesystem::path>> of_folder;  // of each folder, in byte order
  LeftOut left_out;
};

// Every folder is read once, however many links lead to it: where it lies itself before where it is linked,
// and links in byte order. Error when a link leads into another part, and when a folder within a class is
// called as a test part is.
ClassPictures pictures_below(const std::vector<std::filesystem::path>& folders, const WalkRules& rules);

}  // namespace variegate
