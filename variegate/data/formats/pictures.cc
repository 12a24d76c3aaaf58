#include "variegate/data/formats/pictures.h"

#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/format.h"
#include "variegate/data/formats/parts/unlabelled.h"

namespace variegate {

namespace fs = std::filesystem;

bool is_picture_folder(const std::string& path) {
  if (!fs::is_directory(path)) return false;
  bool pictures = false;
  for (const auto& entry : fs::directory_iterator(path)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(".")) continue;
    if (entry.is_directory()) return false;
    pictures = pictures || is_picture_name(name);
  }
  return pictures;
}

DataParts locate_pictures(const std::string& path, const Reading& how) {
  if (how.rule.kind == GroupRule::Kind::column) fail_group_rule(how.rule, path, "a folder of pictures");
  const auto open = [path, how] {
    std::vector<FileEntry> entries;
    for (const std::string& picture : pictures_in(path)) {
      const std::string below = fs::path(picture).lexically_relative(path).generic_string();
      entries.push_back({.path = picture, .label = 0, .group = group_of_path(how.rule, below)});
    }
    if (entries.empty()) {
      throw Error({.where = path,
                   .what = "no picture in this folder",
                   .got = "",
                   .expected = "at least one",
                   .mend = ""});
    }
    return unlabelled_dataset(std::move(entries), {}, how.options);
  };
  return {
      .train = {.place = fs::weakly_canonical(path).string(), .open = open}, .validation = {}, .test = {}};
}

namespace data_formats {

const Format& pictures() {
  static const Format format{
      .name = "pictures",
      .holds = "pictures without classes",
      .order = 80,
      .recognises = is_picture_folder,
      .locate = locate_pictures,
  };
  return format;
}

}  // namespace data_formats

}  // namespace variegate
