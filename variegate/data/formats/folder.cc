#include "variegate/data/formats/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "variegate/core/error.h"
#include "variegate/data/format.h"
#include "variegate/data/formats/parts/class_folders.h"
#include "variegate/data/formats/parts/class_walk.h"
#include "variegate/data/formats/parts/file_dataset.h"
#include "variegate/data/formats/parts/folder_contents.h"
#include "variegate/data/formats/parts/folder_layout.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

// Where a part's class folders lie.
struct ClassRoot {
  fs::path path;
  std::optional<Part> within;   // the folder of each class that is read; nothing: the class folder itself
  std::vector<fs::path> apart;  // the other parts
};

[[noreturn]] void fail_empty_class(const ClassFolder& folder) {
  const std::string beside = words_of(contents_of(folder.path).left_out);
  throw Error({.where = folder.path.string(),
               .what = "a class folder without a picture",
               .got = beside.empty() ? "nothing in it" : beside,
               .expected = "at least one picture, by its name",
               .mend = "remove the folder, or add its pictures"});
}

std::unique_ptr<Dataset> open_class_folders(const ClassRoot& part, const Reading& how) {
  if (how.rule.kind == GroupRule::Kind::column)
    fail_group_rule(how.rule, part.path.string(), "an image folder");
  LeftOut left_out;
  const fs::path root = how.undivided ? part.path : unwrapped(part.path, left_out);
  const std::vector<ClassFolder> classes = class_folders(root, part.within, left_out);
  std::vector<fs::path> folders;
  for (const ClassFolder& one : classes) folders.push_back(one.path);
  const ClassPictures pictures =
      pictures_below(folders, {.root = root, .apart = part.apart, .any_name = how.undivided});
  left_out.add(pictures.left_out);
  if (!how.options.skip_bad) left_out.require_none_bad();
  if (classes.empty()) {
    throw Error({.where = root.string(),
                 .what = "no class folder",
                 .got = words_of(left_out),
                 .expected = "one folder a class, with the pictures in it",
                 .mend = ""});
  }
  std::vector<FileEntry> entries;
  std::vector<std::string> class_names;
  for (std::size_t label = 0; label < classes.size(); ++label) {
    if (pictures.of_folder[label].empty()) fail_empty_class(classes[label]);
    class_names.push_back(classes[label].name);
    for (const fs::path& path : pictures.of_folder[label]) {
      const std::string group = group_of_path(how.rule, path.lexically_relative(root).generic_string());
      entries.push_back({.path = path.string(), .label = static_cast<int>(label), .group = group});
    }
  }
  auto dataset =
      std::make_unique<FileDataset>(std::move(entries), std::move(class_names), ObjectNames(), how.options);
  dataset->note_left_out(std::move(left_out));
  return dataset;
}

DataPart part_of(ClassRoot root, const Reading& how) {
  std::string place = fs::weakly_canonical(root.path).string();
  if (root.within) place += fmt::format(" ({})", name_of(*root.within));
  return {.place = std::move(place),
          .open = [root = std::move(root), how] { return open_class_folders(root, how); }};
}

DataPart part_in(const FolderLayout& layout, Part part, const Reading& how) {
  const auto& within = layout.within_classes;
  if (std::find(within.begin(), within.end(), part) != within.end())
    return part_of({.path = layout.root, .within = part, .apart = {}}, how);
  const auto found = layout.parts.find(part);
  if (found == layout.parts.end()) return {};
  ClassRoot root{.path = found->second, .within = {}, .apart = {}};
  for (const auto& [other, path] : layout.parts)
    if (other != part) root.apart.push_back(path);
  return part_of(std::move(root), how);
}

}  // namespace

bool is_image_folder(const std::string& path) {
  if (!fs::is_directory(path)) return false;
  const FolderContents contents = contents_of(path);
  return !contents.folders.empty() || !contents.pictures.empty();
}

DataParts locate_image_folder(const std::string& path, const Reading& how) {
  if (how.undivided) return {.train = part_of({.path = path, .within = {}, .apart = {}}, how)};
  FolderLayout layout = folder_layout(path);
  DataParts parts{.notes = std::move(layout.notes), .left_out = std::move(layout.left_out)};
  if (!layout.divided) {
    parts.train = part_of({.path = layout.root, .within = {}, .apart = {}}, how);
    return parts;
  }
  parts.divided = true;
  parts.train = part_in(layout, Part::train, how);
  parts.validation = part_in(layout, Part::validation, how);
  parts.test = TestPart(part_in(layout, Part::test, how));
  return parts;
}

namespace data_formats {

const Format& folder() {
  static const Format format{
      .name = "folder",
      .holds = "one folder a class",
      .order = 90,
      .recognises = is_image_folder,
      .locate = locate_image_folder,
      .parts_by_names = true,
  };
  return format;
}

}  // namespace data_formats

}  // namespace variegate
