// One folder a class, pictures in them (and in folders below them); classes in byte order of their names,
// as torchvision's ImageFolder numbers them.
#pragma once

#include <string>

#include "variegate/data/data_parts.h"
#include "variegate/data/group_rule.h"

namespace variegate {

// Whether the path has folders below it.
bool is_image_folder(const std::string& path);

// The parts train/, val/ (valid/, validation/) and test/ below the folder when train/ or test/ there hold
// class folders; else the folder's own class folders, undivided.
DataParts locate_image_folder(const std::string& path, const GroupRule& rule, const OpenOptions& options);

}  // namespace variegate
