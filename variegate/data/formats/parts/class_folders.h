// The class folders of a part of an image folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "variegate/data/formats/parts/left_out.h"
#include "variegate/data/formats/parts/part_names.h"

namespace variegate {

struct ClassFolder {
  std::filesystem::path path;
  std::string name;
};

// The class folders in a folder: every folder in it, called by its name; without the key when all have one
// (label=cat). within: of each class, only the folder that is called as this part is. Adds pictures beside
// them to left_out.
std::vector<ClassFolder> class_folders(const std::filesystem::path& root, std::optional<Part> within,
                                       LeftOut& left_out);

// The folder, or the one folder in it (and so on) that holds two or more: archives unpack into such. Stops at
// folders whose names tell a part. Adds what lies beside to left_out.
std::filesystem::path unwrapped(const std::filesystem::path& folder, LeftOut& left_out);

}  // namespace variegate
