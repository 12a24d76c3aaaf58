// A folder of pictures that have no class.
#pragma once

#include <string>

#include "variegate/data/data_parts.h"
#include "variegate/data/reading.h"

namespace variegate {

// A folder with pictures in it and no folder below.
bool is_picture_folder(const std::string& path);
// All pictures in the folder and below it, without a class, undivided.
DataParts locate_pictures(const std::string& path, const Reading& how);

}  // namespace variegate
