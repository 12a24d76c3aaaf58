#include "variegate/data/formats/parts/unlabelled.h"

#include <algorithm>
#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/data/decode/decode.h"

namespace variegate {

namespace fs = std::filesystem;

std::unique_ptr<Dataset> unlabelled_dataset(std::vector<FileEntry> entries, ObjectNames objects,
                                            const OpenOptions& options) {
  return std::make_unique<FileDataset>(std::move(entries), std::vector<std::string>{""}, std::move(objects),
                                       options);
}

std::vector<std::string> pictures_in(const std::string& folder) {
  std::vector<std::string> pictures;
  for (auto entry = fs::recursive_directory_iterator(folder); entry != fs::recursive_directory_iterator();
       ++entry) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(".")) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file() && is_picture_name(name)) {
      pictures.push_back(entry->path().string());
    }
  }
  std::sort(pictures.begin(), pictures.end());
  return pictures;
}

ObjectNames numbered_objects(std::vector<std::string> names, AnnotationForm form) {
  ObjectNames objects{.names = std::move(names), .form = form};
  for (std::size_t i = 0; i < objects.names.size(); ++i) {
    objects.classes.push_back(
        {.name = objects.names[i], .label = static_cast<int>(i), .id = static_cast<std::int64_t>(i) + 1});
  }
  return objects;
}

std::string first_there(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    std::error_code fault;
    if (fs::exists(path, fault)) return path;
  }
  return "";
}

}  // namespace variegate
