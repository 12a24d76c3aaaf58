#include "variegate/data/formats/parts/not_classes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "variegate/core/error.h"
#include "variegate/data/formats/parts/folder_contents.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

// What detection and segmentation data sets call the folders of pictures, and of what is known about them.
constexpr std::array<std::string_view, 6> kPictureFolders{"images", "image",      "imgs",
                                                          "img",    "jpegimages", "pictures"};
constexpr std::array<std::string_view, 13> kKnowledgeFolders{"masks",
                                                             "mask",
                                                             "labels",
                                                             "label",
                                                             "annotations",
                                                             "annotation",
                                                             "gt",
                                                             "ground_truth",
                                                             "groundtruth",
                                                             "segmentations",
                                                             "imagesets",
                                                             "segmentationclass",
                                                             "segmentationobject"};

std::string small(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, const fs::path& path) {
  return std::find(names.begin(), names.end(), small(name_in(path))) != names.end();
}

}  // namespace

// "a/, b/, c/ and 7 more"
std::string list_of(const std::vector<fs::path>& folders) {
  constexpr std::size_t kShown = 6;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(kShown, folders.size()); ++i)
    names.push_back(name_in(folders[i]) + "/");
  std::string text = fmt::format("{}", fmt::join(names, ", "));
  if (folders.size() > kShown) text += fmt::format(" and {} more", folders.size() - kShown);
  return text;
}

// A manifest that lies there is likely to be the one that lists the pictures.
std::string advice_without_classes(const fs::path& root) {
  for (const auto& [reason, kind, count, first] : contents_of(root).left_out.entries()) {
    if (kind == ".csv")
      return fmt::format("if {} lists the pictures and their classes, name it: --data {}", name_in(first),
                         first);
  }
  return "put the pictures into one folder a class, or write a CSV manifest with the columns path and label";
}

void refuse_what_is_no_class(const fs::path& root, const std::vector<fs::path>& folders) {
  const std::string advice = advice_without_classes(root) + "; or --parts none when every folder is a class";
  if (folders.size() == 1 && is_one_of(kPictureFolders, folders.front())) {
    if (const std::size_t pictures = contents_of(folders.front()).pictures.size(); pictures > 0) {
      throw Error({.where = folders.front().string(),
                   .what = "pictures without class folders",
                   .got = fmt::format("{} pictures", pictures),
                   .expected = "one folder a class, with the pictures in it",
                   .mend = advice});
    }
  }
  const auto among = [&](const auto& names) {
    return std::find_if(folders.begin(), folders.end(),
                        [&](const fs::path& folder) { return is_one_of(names, folder); });
  };
  const auto pictures = among(kPictureFolders);
  const auto knowledge = among(kKnowledgeFolders);
  if (pictures == folders.end() || knowledge == folders.end()) return;
  throw Error(
      {.where = root.string(),
       .what = "these folders are not classes",
       .got = list_of(folders),
       .expected = fmt::format("one folder a class; {}/ holds pictures and {}/ what is known about them",
                               name_in(*pictures), name_in(*knowledge)),
       .mend = advice});
}

}  // namespace variegate
