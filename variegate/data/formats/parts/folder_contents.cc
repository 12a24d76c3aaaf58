#include "variegate/data/formats/parts/folder_contents.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>
#include <string_view>

#include "variegate/data/decode/decode.h"
#include "variegate/data/formats/parts/part_names.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 11> kToolFolders{
    "__MACOSX",      "@eaDir",      "#recycle",     "$RECYCLE.BIN", "System Volume Information",
    "lost+found",    "__pycache__", "node_modules", "wandb",        "mlruns",
    "lightning_logs"};

bool has(const fs::path& folder, const char* name) {
  std::error_code ignored;
  return fs::exists(folder / name, ignored);
}

// Why a folder is not looked into; nothing for one that is.
std::optional<LeftOutReason> reason_to_leave(const fs::path& folder, const std::string& name) {
  if (name.starts_with(".")) return LeftOutReason::hidden_folder;
  if (std::find(kToolFolders.begin(), kToolFolders.end(), name) != kToolFolders.end())
    return LeftOutReason::tool_folder;
  if (has(folder, "CACHEDIR.TAG") || has(folder, "pyvenv.cfg")) return LeftOutReason::tool_folder;
  if (has(folder, "study.sqlite")) return LeftOutReason::study;
  if (has(folder, ".apply") && !part_named(name)) return LeftOutReason::copies;
  return std::nullopt;
}

std::string extension_of(const std::string& name) {
  std::string extension = fs::path(name).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return extension;
}

void sort_in(const fs::directory_entry& entry, FolderContents& contents) {
  const fs::path& path = entry.path();
  const std::string name = path.filename().string();
  std::error_code fault;
  const bool linked = entry.is_symlink(fault);
  const fs::file_status status = entry.status(fault);
  if (status.type() == fs::file_type::directory) {
    if (const auto reason = reason_to_leave(path, name)) {
      contents.left_out.add(*reason, path.string());
      return;
    }
    contents.folders.push_back(path);
    if (linked) contents.linked_folders.push_back(path);
  } else if (name.starts_with(".")) {
    contents.left_out.add(LeftOutReason::hidden_file, path.string());
  } else if (status.type() == fs::file_type::regular) {
    if (is_picture_name(name)) {
      contents.pictures.push_back(path);
    } else {
      contents.left_out.add(LeftOutReason::other_kind, path.string(), extension_of(name));
    }
  } else if (linked) {
    contents.left_out.add(LeftOutReason::broken_link, path.string());
  } else {
    contents.left_out.add(LeftOutReason::special_file, path.string());
  }
}

bool leads_back(const fs::path& link) {
  std::error_code fault;
  const fs::path target = fs::canonical(link, fault);
  const fs::path rest = fs::weakly_canonical(link.parent_path(), fault).lexically_relative(target);
  return !rest.empty() && *rest.begin() != "..";
}

bool picture_below(const fs::path& folder, std::set<fs::path>& met) {
  std::error_code fault;
  if (!met.insert(fs::canonical(folder, fault)).second) return false;
  const FolderContents contents = contents_of(folder);
  if (!contents.pictures.empty()) return true;
  const std::vector<fs::path>& linked = contents.linked_folders;
  return std::any_of(contents.folders.begin(), contents.folders.end(), [&](const fs::path& below) {
    const bool is_link = std::binary_search(linked.begin(), linked.end(), below);
    return !(is_link && leads_back(below)) && picture_below(below, met);
  });
}

}  // namespace

FolderContents contents_of(const fs::path& folder) {
  FolderContents contents;
  std::error_code fault;
  fs::directory_iterator entry(folder, fault);
  while (!fault && entry != fs::directory_iterator()) {
    sort_in(*entry, contents);
    entry.increment(fault);
  }
  if (fault) contents.left_out.add(LeftOutReason::unreadable_folder, folder.string());
  for (auto* paths : {&contents.folders, &contents.linked_folders, &contents.pictures})
    std::sort(paths->begin(), paths->end());
  return contents;
}

bool holds_pictures(const fs::path& folder) {
  std::set<fs::path> met;
  return picture_below(folder, met);
}

}  // namespace variegate
