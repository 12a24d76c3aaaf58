// Where COCO's files and their pictures lie.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/data/annotations/coco.h"
#include "variegate/data/file_bytes.h"
#include "variegate/data/format.h"
#include "variegate/data/formats/parts/unlabelled.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

bool is_json(const fs::path& path) { return path.extension() == ".json"; }

// The part that a word of the name tells: "instances_train2017" is for training.
std::string part_of_words(const std::string& name) {
  std::string word;
  for (const char letter : name + ".") {
    if (std::isalpha(static_cast<unsigned char>(letter)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
      continue;
    }
    if (word == "train" || word == "training") return "train";
    if (word == "val" || word == "valid" || word == "validation") return "val";
    if (word == "test" || word == "testing") return "test";
    word.clear();
  }
  return "";
}

// COCO has captions, stuff and keypoints of the same pictures beside the instances: these are read first.
int rank_of(const fs::path& path) {
  const std::string name = path.filename().string();
  if (name.starts_with("instances")) return 0;
  if (name.starts_with("person_keypoints")) return 1;
  return name.starts_with("captions") || name.starts_with("stuff") || name.starts_with("panoptic") ? 3 : 2;
}

std::vector<fs::path> json_files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (is_json(entry.path()) && !entry.path().filename().string().starts_with("."))
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
    return std::pair(rank_of(a), a) < std::pair(rank_of(b), b);
  });
  return files;
}

struct Found {
  fs::path file;
  std::string part;  // "train", "val", "test" or "" (undivided)
};

// Files of annotations below a folder, the first of each part.
std::vector<Found> found_in(const fs::path& folder) {
  std::vector<Found> all;
  const auto add = [&](const fs::path& file, const std::string& part) {
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const Found& other) { return other.part == part; });
    if (!known) all.push_back({file, part});
  };
  for (const fs::path& file : json_files_in(folder / "annotations"))
    add(file, part_of_words(file.stem().string()));
  if (!all.empty()) return all;
  for (const char* name : {"_annotations.coco.json", "annotations.json", "instances.json"}) {
    if (fs::is_regular_file(folder / name)) add(folder / name, "");
  }
  if (!all.empty()) return all;
  std::vector<fs::path> below;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory()) below.push_back(entry.path());
  }
  std::sort(below.begin(), below.end());
  for (const fs::path& each : below) {
    const std::string part = part_of_words(each.filename().string());
    for (const char* name : {"_annotations.coco.json", "annotations.json"}) {
      if (!part.empty() && fs::is_regular_file(each / name)) add(each / name, part);
    }
  }
  return all;
}

// Folders that the names of the pictures may be relative to.
std::vector<fs::path> picture_folders(const fs::path& file) {
  const fs::path own = file.parent_path();
  const fs::path above = own / "..";
  std::vector<fs::path> folders{own, own / "images", above, above / "images"};
  // "instances_train2017.json" goes with train2017/.
  const std::string stem = file.stem().string();
  const std::string last = stem.substr(stem.rfind('_') + 1);
  const std::string part = part_of_words(stem);
  for (const std::string& name : {last, part, std::string("val")}) {
    if (name.empty() || (name == "val" && part != "val")) continue;
    for (const fs::path& base : {above, above / "images", own, own / "images"})
      folders.push_back(base / name);
  }
  for (const char* name : {"data", "JPEGImages"}) folders.push_back(above / name);
  return folders;
}

std::unique_ptr<Dataset> open_coco(const fs::path& file, const GroupRule& rule, const OpenOptions& options) {
  const std::vector<std::uint8_t> bytes = read_bytes(file.string());
  CocoFile coco = parse_coco({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, file.string());
  const std::vector<fs::path> folders = picture_folders(file);
  std::vector<FileEntry> entries;
  std::size_t missing = 0;
  std::size_t last = 0;  // the folder in which the last picture was: mostly the next is there too
  for (CocoPicture& picture : coco.pictures) {
    std::vector<std::string> paths{(folders[last] / picture.file_name).string()};
    for (const fs::path& folder : folders) paths.push_back((folder / picture.file_name).string());
    std::string path = first_there(paths);
    if (path.empty()) {
      ++missing;
      path = paths[1];
    } else if (path != paths[0]) {
      const auto found = std::find(paths.begin() + 1, paths.end(), path);
      last = static_cast<std::size_t>(found - paths.begin()) - 1;
    }
    FileEntry entry{.path = fs::path(path).lexically_normal().string(),
                    .label = 0,
                    .group = group_of_path(rule, picture.file_name)};
    entry.annotated_in = fmt::format("{}, image '{}'", file.string(), picture.file_name);
    entry.annotations.push_back({"boxes", std::move(picture.boxes)});
    if (coco.has_keypoints) entry.annotations.push_back({"keypoints", std::move(picture.keypoints)});
    entries.push_back(std::move(entry));
  }
  if (entries.empty() || missing == entries.size()) {
    throw Error({.where = file.string(),
                 .what = entries.empty() ? "no picture is listed" : "none of the pictures is there",
                 .got = entries.empty() ? "" : coco.pictures.front().file_name,
                 .expected = entries.empty()
                                 ? "at least one in \"images\""
                                 : "file names relative to the file, to images/ or to the folder of its part",
                 .mend = ""});
  }
  return unlabelled_dataset(std::move(entries), std::move(coco.objects), options);
}

DataPart part_of(const std::vector<Found>& all, const std::string& part, const GroupRule& rule,
                 const OpenOptions& options) {
  for (const Found& found : all) {
    if (found.part != part) continue;
    return {.place = fs::weakly_canonical(found.file).string(),
            .open = [file = found.file, rule, options] { return open_coco(file, rule, options); }};
  }
  return {};
}

}  // namespace

bool is_coco(const std::string& path) {
  return fs::is_directory(path) ? !found_in(path).empty() : is_json(path);
}

DataParts locate_coco(const std::string& path, const Reading& how) {
  if (how.rule.kind == GroupRule::Kind::column) fail_group_rule(how.rule, path, "COCO data");
  const std::vector<Found> all =
      fs::is_directory(path) ? found_in(path) : std::vector<Found>{{fs::path(path), ""}};
  if (all.empty()) {
    throw Error({.where = path,
                 .what = "no file of COCO's annotations",
                 .got = "",
                 .expected = "annotations/*.json, _annotations.coco.json or annotations.json",
                 .mend = "name the .json file itself"});
  }
  const bool divided =
      std::any_of(all.begin(), all.end(), [](const Found& found) { return !found.part.empty(); });
  if (!divided) return {.train = part_of(all, "", how.rule, how.options), .validation = {}, .test = {}};
  return {.train = part_of(all, "train", how.rule, how.options),
          .validation = part_of(all, "val", how.rule, how.options),
          .test = TestPart(part_of(all, "test", how.rule, how.options)),
          .divided = true};
}

namespace data_formats {

const Format& coco() {
  static const Format format{
      .name = "coco",
      .holds = "annotations of COCO",
      .order = 50,
      .recognises = is_coco,
      .locate = locate_coco,
  };
  return format;
}

}  // namespace data_formats

}  // namespace variegate
