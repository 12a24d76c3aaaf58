// One folder a class, pictures in them (and in folders below them); classes in byte order of their names,
// as torchvision's ImageFolder numbers them.
#pragma once

#include <string>

#include "variegate/data/data_parts.h"
#include "variegate/data/reading.h"

namespace variegate {

// Whether the path is a folder that folders or pictures lie in.
bool is_image_folder(const std::string& path);

// The parts by the rules of folder_layout.h; with undivided every folder is a class. Error as there. Opening
// a part, too, is an error when something in it cannot be read (a broken link), unless skip_bad.
DataParts locate_image_folder(const std::string& path, const Reading& how);

}  // namespace variegate
