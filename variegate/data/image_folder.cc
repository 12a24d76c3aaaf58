#include "variegate/data/image_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <initializer_list>

#include "variegate/core/error.h"
#include "variegate/data/decode.h"
#include "variegate/data/file_dataset.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with("."); }

// Folders in byte order of their names: directory order is the file system's own.
std::vector<fs::path> folders_below(const fs::path& path) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.is_directory() && !is_hidden(entry.path())) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

struct Pictures {
  std::vector<fs::path> paths;  // sorted
  std::size_t other_files = 0;
};

Pictures pictures_below(const fs::path& folder) {
  Pictures found;
  for (auto entry = fs::recursive_directory_iterator(folder); entry != fs::recursive_directory_iterator();
       ++entry) {
    if (is_hidden(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file()) {
      if (is_picture_name(entry->path().filename().string())) {
        found.paths.push_back(entry->path());
      } else {
        ++found.other_files;
      }
    }
  }
  std::sort(found.paths.begin(), found.paths.end());
  return found;
}

std::unique_ptr<Dataset> open_class_folders(const fs::path& root, const GroupRule& rule,
                                            const OpenOptions& options) {
  if (rule.kind == GroupRule::Kind::column) fail_group_rule(rule, root.string(), "an image folder");
  std::vector<FileEntry> entries;
  std::vector<std::string> class_names;
  for (const fs::path& folder : folders_below(root)) {
    const Pictures pictures = pictures_below(folder);
    if (pictures.paths.empty()) {
      throw Error({.where = folder.string(),
                   .what = "a class folder without a picture",
                   .got = fmt::format("{} files of other kinds", pictures.other_files),
                   .expected = "at least one picture: .jpg, .png, .webp, .tif, .bmp, .gif, .avif",
                   .mend = "remove the folder, or add its pictures"});
    }
    const int label = static_cast<int>(class_names.size());
    class_names.push_back(folder.filename().string());
    for (const fs::path& path : pictures.paths) {
      const std::string group = group_of_path(rule, path.lexically_relative(root).generic_string());
      entries.push_back({.path = path.string(), .label = label, .group = group});
    }
  }
  if (class_names.empty()) {
    throw Error({.where = root.string(),
                 .what = "no class folder",
                 .got = "",
                 .expected = "one folder a class, with the pictures in it",
                 .mend = ""});
  }
  return std::make_unique<FileDataset>(std::move(entries), std::move(class_names), std::vector<std::string>(),
                                       options.orientation);
}

DataPart part_of(const fs::path& root, const GroupRule& rule, const OpenOptions& options) {
  return {.place = fs::weakly_canonical(root).string(),
          .open = [root, rule, options] { return open_class_folders(root, rule, options); }};
}

// The part in the first of these folders that holds class folders.
DataPart part_below(const fs::path& path, std::initializer_list<const char*> names, const GroupRule& rule,
                    const OpenOptions& options) {
  for (const char* name : names) {
    const fs::path folder = path / name;
    if (fs::is_directory(folder) && !folders_below(folder).empty()) return part_of(folder, rule, options);
  }
  return {};
}

}  // namespace

bool is_image_folder(const std::string& path) {
  return fs::is_directory(path) && !folders_below(path).empty();
}

DataParts locate_image_folder(const std::string& path, const GroupRule& rule, const OpenOptions& options) {
  const DataPart train = part_below(path, {"train", "training"}, rule, options);
  const DataPart test = part_below(path, {"test", "testing"}, rule, options);
  if (!train && !test) return {.train = part_of(path, rule, options), .validation = {}, .test = {}};
  return {.train = train,
          .validation = part_below(path, {"val", "valid", "validation"}, rule, options),
          .test = TestPart(test),
          .divided = true};
}

}  // namespace variegate
