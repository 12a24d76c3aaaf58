// What lies in one folder, sorted into what the readers of pictures take and what they leave out.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "variegate/data/formats/parts/left_out.h"

namespace variegate {

// The last part of a path, as text.
inline std::string name_in(const std::filesystem::path& path) { return path.filename().string(); }

struct FolderContents {
  std::vector<std::filesystem::path> folders;         // in byte order of their names, linked ones too
  std::vector<std::filesystem::path> linked_folders;  // those of `folders` that are links
  std::vector<std::filesystem::path> pictures;        // by their names; in byte order
  LeftOut left_out;
};

// Lists the folder; opens no file. Links are followed. Left out: hidden files and folders, those of tools
// (also any with a CACHEDIR.TAG, as https://bford.info/cachedir has it), studies and copies of ours (a copy
// that is called train, val or test is taken for that part), other kinds of files, and what cannot be read,
// the folder itself included.
FolderContents contents_of(const std::filesystem::path& folder);

// Whether a picture lies in the folder or below it.
bool holds_pictures(const std::filesystem::path& folder);

}  // namespace variegate
