#include "variegate/data/formats/parts/class_folders.h"

#include <algorithm>

#include "variegate/data/formats/parts/folder_contents.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

}  // namespace

fs::path unwrapped(const fs::path& folder, LeftOut& left_out) {
  constexpr int kDeepest = 4;  // a link may lead round in circles
  LeftOut beside;
  fs::path at = folder;
  for (int depth = 0; depth < kDeepest; ++depth) {
    const FolderContents contents = contents_of(at);
    if (!contents.pictures.empty() || contents.folders.empty()) return folder;
    const bool one = contents.folders.size() == 1;
    const auto part = one ? part_told_in(name_in(contents.folders.front())) : std::nullopt;
    // One part alone is not what holds everything; train/train is.
    if (!one || (part && part != part_told_in(name_in(at)))) {
      if (at != folder) left_out.add(beside);
      return at;
    }
    beside.add(contents.left_out);
    at = contents.folders.front();
  }
  return folder;
}

std::vector<ClassFolder> class_folders(const fs::path& root, std::optional<Part> within, LeftOut& left_out) {
  const FolderContents contents = contents_of(root);
  left_out.add(contents.left_out);
  if (!contents.pictures.empty()) {
    left_out.add(LeftOutReason::outside_classes, contents.pictures.front().string(), "",
                 contents.pictures.size());
  }
  std::vector<ClassFolder> classes;
  for (const fs::path& folder : contents.folders) {
    if (!within) classes.push_back({.path = folder, .name = name_in(folder)});
    if (!within) continue;
    for (const fs::path& part : contents_of(folder).folders)
      if (part_named(name_in(part)) == *within) classes.push_back({.path = part, .name = name_in(folder)});
  }
  const auto key_of = [](const ClassFolder& one) { return one.name.substr(0, one.name.find('=') + 1); };
  const std::string key = classes.empty() ? "" : key_of(classes.front());
  const auto has_key = [&](const ClassFolder& one) {
    return key_of(one) == key && one.name.size() > key.size();
  };
  if (key.size() > 1 && std::all_of(classes.begin(), classes.end(), has_key))
    for (ClassFolder& one : classes) one.name.erase(0, key.size());
  return classes;
}

}  // namespace variegate
