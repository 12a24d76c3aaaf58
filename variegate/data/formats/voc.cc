// Where Pascal VOC's files lie.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "variegate/core/error.h"
#include "variegate/data/annotations/voc.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/file_bytes.h"
#include "variegate/data/format.h"
#include "variegate/data/formats/parts/unlabelled.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

bool is_visible_xml(const fs::path& path) {
  return path.extension() == ".xml" && !path.filename().string().starts_with(".");
}

struct Layout {
  fs::path root;
  fs::path annotations;            // the folder of the XML files
  std::vector<fs::path> pictures;  // folders in which pictures are looked for
};

Layout layout_of(const fs::path& root) {
  const fs::path annotations = root / "Annotations";
  if (!fs::is_directory(annotations)) return {root, root, {root}};
  return {root, annotations, {root / "JPEGImages", root / "images", root / "Images", annotations, root}};
}

std::string text_of(const fs::path& file) {
  const std::vector<std::uint8_t> bytes = read_bytes(file.string());
  return {bytes.begin(), bytes.end()};
}

// Names of XML files below the folder, without extension, sorted.
std::vector<std::string> all_names(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!is_visible_xml(entry.path())) continue;
    fs::path name = entry.path().lexically_relative(folder);
    names.push_back(name.replace_extension().generic_string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// The first word of every line: lists of one class have a flag behind the name.
std::vector<std::string> listed_names(const fs::path& file) {
  std::vector<std::string> names;
  std::istringstream lines(text_of(file));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    if (words >> name) names.push_back(name);
  }
  return names;
}

std::string in_capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return text;
}

// The picture of that name; where it should be when there is none.
std::string picture_of(const Layout& layout, const std::string& name, const std::string& written) {
  std::vector<std::string> paths;
  const fs::path below = fs::path(name).parent_path();
  for (const fs::path& folder : layout.pictures) {
    if (!written.empty()) paths.push_back((folder / below / written).string());
    for (const std::string& ending : picture_endings()) paths.push_back((folder / (name + ending)).string());
    for (const std::string& ending : picture_endings())
      paths.push_back((folder / (name + in_capitals(ending))).string());
  }
  const std::string found = first_there(paths);
  return found.empty() ? paths.front() : found;
}

std::unique_ptr<Dataset> open_names(const Layout& layout, const std::vector<std::string>& names,
                                    const GroupRule& rule, const OpenOptions& options) {
  // Labels are numbered alike in every part: all files are read for their names.
  std::set<std::string> labels;
  std::map<std::string, VocPicture> read;
  for (const std::string& name : all_names(layout.annotations)) {
    const fs::path file = layout.annotations / (name + ".xml");
    VocPicture picture = parse_voc(text_of(file), file.string());
    for (const WrittenBox& box : picture.boxes) labels.insert(box.label);
    read.emplace(name, std::move(picture));
  }
  const std::vector<std::string> order(labels.begin(), labels.end());
  std::vector<FileEntry> entries;
  for (const std::string& name : names) {
    Boxes boxes;
    const VocPicture picture = read.contains(name) ? read.at(name) : VocPicture{};
    for (const WrittenBox& written : picture.boxes) {
      boxes.boxes.push_back(written.box);
      const auto place = std::lower_bound(order.begin(), order.end(), written.label);
      boxes.boxes.back().label = static_cast<int>(place - order.begin());
    }
    const std::string path = picture_of(layout, name, picture.file_name);
    FileEntry entry{.path = path, .label = 0, .group = group_of_path(rule, name)};
    entry.annotated_in = (layout.annotations / (name + ".xml")).string();
    entry.annotations.push_back({"boxes", std::move(boxes)});
    entries.push_back(std::move(entry));
  }
  const auto is_there = [](const FileEntry& entry) { return fs::exists(entry.path); };
  if (std::none_of(entries.begin(), entries.end(), is_there)) {
    throw Error({.where = layout.root.string(),
                 .what = entries.empty() ? "no picture is listed" : "none of the pictures is there",
                 .got = entries.empty() ? "" : entries.front().path,
                 .expected = "pictures in JPEGImages/, or beside their .xml files",
                 .mend = ""});
  }
  return unlabelled_dataset(std::move(entries), numbered_objects(order, AnnotationForm::voc), options);
}

DataPart part_of(const Layout& layout, const fs::path& list, const GroupRule& rule,
                 const OpenOptions& options) {
  if (!fs::is_regular_file(list)) return {};
  return {.place = fs::weakly_canonical(list).string(), .open = [layout, list, rule, options] {
            return open_names(layout, listed_names(list), rule, options);
          }};
}

}  // namespace

bool is_voc(const std::string& path) {
  if (!fs::is_directory(path)) return false;
  const Layout layout = layout_of(path);
  const bool own = layout.annotations != layout.root;
  // Beside the pictures of class folders there may be anything: only the folder itself counts.
  bool xml = false, picture = own;
  for (auto entry = fs::recursive_directory_iterator(layout.annotations);
       entry != fs::recursive_directory_iterator(); ++entry) {
    if (!own) entry.disable_recursion_pending();
    xml = xml || is_visible_xml(entry->path());
    picture = picture || is_picture_name(entry->path().filename().string());
  }
  return xml && picture;
}

DataParts locate_voc(const std::string& path, const Reading& how) {
  if (how.rule.kind == GroupRule::Kind::column) fail_group_rule(how.rule, path, "VOC data");
  const Layout layout = layout_of(path);
  const fs::path lists = layout.root / "ImageSets" / "Main";
  DataPart train = part_of(layout, lists / "train.txt", how.rule, how.options);
  if (!train) train = part_of(layout, lists / "trainval.txt", how.rule, how.options);
  const DataPart validation = part_of(layout, lists / "val.txt", how.rule, how.options);
  const DataPart test = part_of(layout, lists / "test.txt", how.rule, how.options);
  if (train || validation || test) {
    return {.train = train, .validation = validation, .test = TestPart(test), .divided = true};
  }
  DataPart all{.place = fs::weakly_canonical(layout.root).string(), .open = [layout, how] {
                 return open_names(layout, all_names(layout.annotations), how.rule, how.options);
               }};
  return {.train = std::move(all), .validation = {}, .test = {}};
}

namespace data_formats {

const Format& voc() {
  static const Format format{
      .name = "voc",
      .holds = "annotations of Pascal VOC",
      .order = 70,
      .recognises = is_voc,
      .locate = locate_voc,
  };
  return format;
}

}  // namespace data_formats

}  // namespace variegate
