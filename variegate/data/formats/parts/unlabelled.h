// Pictures that have no class: in a folder, or with boxes drawn into them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "variegate/data/data_parts.h"
#include "variegate/data/formats/parts/file_dataset.h"
#include "variegate/data/reading.h"

namespace variegate {

// A dataset of one class without a name, which has_classes() tells.
std::unique_ptr<Dataset> unlabelled_dataset(std::vector<FileEntry> entries, ObjectNames objects = {},
                                            const OpenOptions& options = {});

// All pictures in a folder and in those below it, sorted; hidden files and folders are passed over.
std::vector<std::string> pictures_in(const std::string& folder);

// The names of objects as classes, in that order: label k is the k-th.
ObjectNames numbered_objects(std::vector<std::string> names, AnnotationForm form);

// The first of the paths at which there is something; "" when there is nothing at any.
std::string first_there(const std::vector<std::string>& paths);

}  // namespace variegate
