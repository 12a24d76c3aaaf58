// Where YOLO's pictures and labels lie.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/data/annotations/yolo.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/file_bytes.h"
#include "variegate/data/format.h"
#include "variegate/data/formats/parts/unlabelled.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

constexpr std::initializer_list<const char*> kTrain{"train", "training"};
constexpr std::initializer_list<const char*> kValidation{"val", "valid", "validation"};
constexpr std::initializer_list<const char*> kTest{"test", "testing"};

std::string text_of(const fs::path& file) {
  const std::vector<std::uint8_t> bytes = read_bytes(file.string());
  return {bytes.begin(), bytes.end()};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (!line.empty()) lines.push_back(std::move(line));
    at = end + 1;
  }
  return lines;
}

bool holds_labels(const fs::path& folder) {
  if (!fs::is_directory(folder)) return false;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".txt" && entry.path().filename() != "classes.txt") return true;
  }
  return false;
}

bool is_pair(const fs::path& folder) {
  return fs::is_directory(folder / "images") && holds_labels(folder / "labels");
}

fs::path first_below(const fs::path& folder, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (fs::is_directory(folder / name)) return folder / name;
  }
  return {};
}

// The file that describes the classes and parts of a folder; empty when there is none.
fs::path spec_file(const fs::path& folder) {
  for (const char* name : {"data.yaml", "data.yml", "dataset.yaml"}) {
    if (fs::is_regular_file(folder / name)) return folder / name;
  }
  return {};
}

// Pictures in pieces/images/ have their labels in pieces/labels/; others beside them.
fs::path label_file(const fs::path& picture) {
  std::vector<fs::path> parts(picture.begin(), picture.end());
  const auto last = std::find(parts.rbegin(), parts.rend(), fs::path("images"));
  fs::path path = picture;
  if (last != parts.rend()) {
    *last = "labels";
    path.clear();
    for (const fs::path& part : parts) path /= part;
  }
  return path.replace_extension(".txt");
}

// Pictures of a part: folders of them, or text files that list them.
std::vector<std::string> pictures_of(const std::vector<fs::path>& places) {
  std::vector<std::string> pictures;
  for (const fs::path& place : places) {
    if (fs::is_directory(place)) {
      const std::vector<std::string> found = pictures_in(place.string());
      pictures.insert(pictures.end(), found.begin(), found.end());
    } else if (place.extension() == ".txt") {
      for (const std::string& line : lines_of(text_of(place)))
        pictures.push_back((place.parent_path() / line).lexically_normal().string());
    } else {
      throw Error({.where = place.string(),
                   .what = "no pictures there",
                   .got = fs::exists(place) ? "a file" : "the path does not exist",
                   .expected = "a folder of pictures, or a .txt file that lists them",
                   .mend = "correct train:, val: or test: in data.yaml"});
    }
  }
  return pictures;
}

struct Layout {
  fs::path root;                        // for groups
  std::vector<std::string> names = {};  // of classes; empty: numbers
  std::vector<fs::path> train = {}, validation = {}, test = {};
  bool divided = false;
};

std::unique_ptr<Dataset> open_part(const Layout& layout, const std::vector<fs::path>& places,
                                   const GroupRule& rule, const OpenOptions& options) {
  std::vector<FileEntry> entries;
  std::size_t labelled = 0;
  int most = -1;
  for (const std::string& picture : pictures_of(places)) {
    FileEntry entry{
        .path = picture,
        .label = 0,
        .group = group_of_path(rule, fs::path(picture).lexically_relative(layout.root).generic_string())};
    const fs::path labels = label_file(picture);
    Boxes boxes;
    if (fs::is_regular_file(labels)) {
      ++labelled;
      boxes = parse_yolo_labels(text_of(labels), labels.string(), layout.names.size());
    }
    for (const ObjectBox& box : boxes.boxes) most = std::max(most, box.label);
    entry.annotated_in = labels.string();
    entry.shares = true;
    entry.annotations.push_back({"boxes", std::move(boxes)});
    entries.push_back(std::move(entry));
  }
  const std::string where = places.front().string();
  if (entries.empty() || labelled == 0) {
    throw Error({.where = where,
                 .what = entries.empty() ? "no picture" : "no picture has a file of labels",
                 .got = entries.empty() ? "" : fmt::format("e.g. no {}", entries.front().annotated_in),
                 .expected = "pictures in images/ and a .txt of the same name in labels/",
                 .mend = ""});
  }
  std::vector<std::string> names = layout.names;
  for (int label = static_cast<int>(names.size()); label <= most; ++label)
    names.push_back(std::to_string(label));
  return unlabelled_dataset(std::move(entries), numbered_objects(std::move(names), AnnotationForm::yolo),
                            options);
}

// A path of data.yaml: relative to its member "path", or else to the file; exported files begin with "../"
// although the folders lie beside them.
fs::path place_in(const fs::path& file, const YoloSpec& spec, const std::string& written) {
  const fs::path own = file.parent_path();
  std::vector<fs::path> bases{own / spec.root, own};
  std::string text = written;
  for (int round = 0; round < 2; ++round) {
    for (const fs::path& base : bases) {
      if (const fs::path path = (base / text).lexically_normal(); fs::exists(path)) return path;
    }
    if (!text.starts_with("../")) break;
    text = text.substr(3);
  }
  return (bases.front() / written).lexically_normal();
}

Layout layout_by_spec(const fs::path& file) {
  const YoloSpec spec = parse_yolo_spec(text_of(file), file.string());
  Layout layout{.root = file.parent_path(), .names = spec.names, .divided = true};
  const auto places = [&](const char* part) {
    std::vector<fs::path> all;
    if (const auto found = spec.parts.find(part); found != spec.parts.end()) {
      for (const std::string& written : found->second) all.push_back(place_in(file, spec, written));
    }
    return all;
  };
  layout.train = places("train");
  layout.validation = places("val");
  layout.test = places("test");
  layout.divided = !layout.validation.empty() || !layout.test.empty();
  return layout;
}

Layout layout_by_folders(const fs::path& folder) {
  Layout layout{.root = folder};
  for (const char* name : {"classes.txt", "labels/classes.txt", "obj.names"}) {
    if (layout.names.empty() && fs::is_regular_file(folder / name))
      layout.names = lines_of(text_of(folder / name));
  }
  const bool pair = is_pair(folder);
  const auto place = [&](std::initializer_list<const char*> names) -> std::vector<fs::path> {
    const fs::path found = first_below(pair ? folder / "images" : folder, names);
    if (found.empty()) return {};
    return {pair ? found : found / "images"};
  };
  layout.train = place(kTrain);
  layout.validation = place(kValidation);
  layout.test = place(kTest);
  layout.divided = !layout.train.empty() || !layout.validation.empty() || !layout.test.empty();
  if (!layout.divided) layout.train = {folder / "images"};
  return layout;
}

bool is_spec_name(const fs::path& path) { return path.extension() == ".yaml" || path.extension() == ".yml"; }

}  // namespace

bool is_yolo(const std::string& path) {
  if (!fs::is_directory(path)) return is_spec_name(path);
  if (!spec_file(path).empty() || is_pair(path)) return true;
  const fs::path train = first_below(path, kTrain);
  return !train.empty() && is_pair(train);
}

DataParts locate_yolo(const std::string& path, const Reading& how) {
  if (how.rule.kind == GroupRule::Kind::column) fail_group_rule(how.rule, path, "YOLO data");
  const fs::path spec = is_spec_name(path) ? fs::path(path) : spec_file(path);
  const Layout layout = spec.empty() ? layout_by_folders(path) : layout_by_spec(spec);
  const auto part = [&](const std::vector<fs::path>& places) -> DataPart {
    if (places.empty()) return {};
    return {.place = fs::weakly_canonical(places.front()).string(),
            .open = [layout, places, how] { return open_part(layout, places, how.rule, how.options); }};
  };
  return {.train = part(layout.train),
          .validation = part(layout.validation),
          .test = TestPart(part(layout.test)),
          .divided = layout.divided};
}

namespace data_formats {

const Format& yolo() {
  static const Format format{
      .name = "yolo",
      .holds = "annotations of YOLO",
      .order = 60,
      .recognises = is_yolo,
      .locate = locate_yolo,
  };
  return format;
}

}  // namespace data_formats

}  // namespace variegate
