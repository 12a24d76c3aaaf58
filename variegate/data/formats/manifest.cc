#include "variegate/data/formats/manifest.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"
#include "variegate/core/utf8.h"
#include "variegate/data/file_bytes.h"
#include "variegate/data/format.h"
#include "variegate/data/formats/parts/class_order.h"
#include "variegate/data/formats/parts/file_dataset.h"
#include "variegate/data/formats/parts/manifest_paths.h"
#include "variegate/data/formats/parts/manifest_table.h"
#include "variegate/data/formats/parts/text_encoding.h"
#include "variegate/data/random_access_file.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

struct Columns {
  std::size_t path = 0;
  std::optional<std::size_t> label;  // may be missing where there are annotations, or the copies of apply
  std::optional<std::size_t> group;
  std::optional<std::size_t> split;
  std::optional<std::size_t> mask;
  std::optional<std::size_t> boxes;
  std::optional<std::size_t> boxes_shares;
  std::optional<std::size_t> keypoints;
};

Columns find_columns(const ManifestTable& table, const std::string& name, const GroupRule& rule) {
  const std::vector<std::string>& names = table.columns;
  const auto column = [&](const std::string& wanted) -> std::optional<std::size_t> {
    const auto found = std::find(names.begin(), names.end(), wanted);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
  };
  const auto needed = [&](const std::string& wanted) {
    if (const auto found = column(wanted)) return *found;
    std::string all;
    for (const std::string& other : names) all += (all.empty() ? "" : ", ") + other;
    throw Error({.where = fmt::format("{}, line {}", name, table.header_line),
                 .what = fmt::format("the header has no column '{}'{}", wanted, did_you_mean(wanted, names)),
                 .got = all,
                 .expected = "path,label and optionally group,split,mask,boxes (or boxes_shares),keypoints",
                 .mend = "name the columns in the first line"});
  };
  Columns columns{.path = needed("path"),
                  .label = column("label"),
                  .group = {},
                  .split = column("split"),
                  .mask = column("mask"),
                  .boxes = column("boxes"),
                  .boxes_shares = column("boxes_shares"),
                  .keypoints = column("keypoints")};
  const bool unlabelled = columns.mask || columns.boxes || columns.boxes_shares || columns.keypoints ||
                          column("source").has_value();
  if (!unlabelled) columns.label = needed("label");
  if (columns.boxes && columns.boxes_shares) {
    throw Error({.where = fmt::format("{}, line {}", name, table.header_line),
                 .what = "boxes in pixels and in shares",
                 .got = "the columns boxes and boxes_shares",
                 .expected = "one of them",
                 .mend = ""});
  }
  if (rule.kind == GroupRule::Kind::column) columns.group = needed(rule.text);
  if (rule.kind == GroupRule::Kind::none) columns.group = column("group");
  return columns;
}

Manifest read_manifest(const std::string& path, const GroupRule& rule) {
  const std::vector<std::uint8_t> bytes = read_bytes(path);
  return parse_manifest({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path, rule);
}

Boxes boxes_of(const ManifestRow& row, const ObjectLabels& objects) {
  Boxes boxes;
  for (const WrittenBox& written : row.boxes) {
    boxes.boxes.push_back(written.box);
    boxes.boxes.back().label = objects[written.label];
  }
  return boxes;
}

Keypoints keypoints_of(const ManifestRow& row, const ObjectLabels& objects) {
  Keypoints keypoints;
  for (const WrittenKeypoint& written : row.keypoints) {
    keypoints.points.push_back(written.point);
    keypoints.points.back().label = objects[written.label];
  }
  return keypoints;
}

// Classes of the boxes in the order of their labels.
ObjectNames object_names_of(const std::vector<ManifestRow>& rows, const ObjectLabels& objects) {
  std::set<int> labels;
  for (const ManifestRow& row : rows) {
    for (const WrittenBox& box : row.boxes) labels.insert(objects[box.label]);
  }
  ObjectNames all{.names = objects.names()};
  for (const int label : labels)
    all.classes.push_back({.name = label_name(label, all.names), .label = label, .id = label + 1});
  return all;
}

std::string folder_of(const std::string& manifest) { return fs::path(manifest).parent_path().string(); }

// Finds lines that name one file by different paths. Lines that spell it alike are reported when the manifest
// is read.
class FilesOnce {
 public:
  void add(const std::string& file, const std::string& where) {
    struct ::stat status {};
    if (::stat(file.c_str(), &status) != 0) return;
    const auto [found, fresh] = lines_.emplace(std::pair(status.st_dev, status.st_ino), where);
    if (fresh) return;
    throw Error({.where = where,
                 .what = "a picture is given twice",
                 .got = fmt::format("{}, which is the file of {}", file, found->second),
                 .expected = "each once",
                 .mend = "remove one of the lines"});
  }

 private:
  std::map<std::pair<::dev_t, ::ino_t>, std::string> lines_;
};

std::unique_ptr<Dataset> open_split(const std::string& path, const Reading& how, ManifestSplit split) {
  const Manifest manifest = read_manifest(path, how.rule);
  const ObjectLabels objects = manifest_objects(manifest.rows);
  std::vector<ManifestRow> rows = manifest.rows;
  std::erase_if(rows, [&](const ManifestRow& row) { return row.split != split; });
  std::vector<std::string> class_names = manifest_classes(rows);
  std::map<std::string, int> label_of;
  for (const std::string& name : class_names) label_of.emplace(name, static_cast<int>(label_of.size()));
  const std::string folder = folder_of(path);
  FilesOnce files;
  std::vector<FileEntry> entries;
  for (const ManifestRow& row : rows) {
    const std::string where = fmt::format("{}, line {}", path, row.line);
    ManifestFile file = find_manifest_file(folder, row.path, where);
    files.add(file.path, where);
    FileEntry entry{.path = std::move(file.path), .label = label_of.at(row.label), .group = row.group};
    entry.fault = std::move(file.fault);
    if (!row.mask.empty()) {
      ManifestFile mask = find_manifest_file(folder, row.mask, where + ", column mask");
      entry.mask = std::move(mask.path);
      if (!entry.fault) entry.fault = std::move(mask.fault);
    }
    entry.annotated_in = where;
    entry.shares = manifest.shares;
    if (manifest.has_boxes) entry.annotations.push_back({"boxes", boxes_of(row, objects)});
    if (manifest.has_keypoints) entry.annotations.push_back({"keypoints", keypoints_of(row, objects)});
    entries.push_back(std::move(entry));
  }
  return std::make_unique<FileDataset>(std::move(entries), std::move(class_names),
                                       object_names_of(manifest.rows, objects), how.options);
}

const char* part_name(ManifestSplit split) {
  return split == ManifestSplit::train        ? "training"
         : split == ManifestSplit::validation ? "validation"
                                              : "test";
}

// Rows whose paths are spelt alike once "." and ".." are taken out. Error when they are of one part.
std::optional<ErrorText> find_overlap(const std::vector<ManifestRow>& rows, const std::string& name) {
  std::map<std::string, const ManifestRow*> first;
  std::size_t count = 0;
  std::optional<ErrorText> overlap;
  for (const ManifestRow& row : rows) {
    const auto [found, fresh] = first.emplace(fs::path(row.path).lexically_normal().string(), &row);
    if (fresh) continue;
    const ManifestRow& before = *found->second;
    ErrorText text{.where = fmt::format("{}, line {}", name, row.line),
                   .what = "a path is given twice",
                   .got = fmt::format("'{}', as in line {}", row.path, before.line),
                   .expected = "each once",
                   .mend = ""};
    if (before.split == row.split) throw Error(text);
    if (++count > 1) continue;
    text.what = "the same picture is on both sides";
    text.got += fmt::format(" (the {} part and the {} part)", part_name(before.split), part_name(row.split));
    text.mend = "remove one of the lines, or give --allow-overlap";
    overlap = text;
  }
  if (count > 1) overlap->got += fmt::format(" and {} more", count - 1);
  return overlap;
}

}  // namespace

Manifest parse_manifest(std::string_view text, const std::string& name, const GroupRule& rule) {
  const ManifestTable table = read_manifest_table(text, name);
  const Columns columns = find_columns(table, name, rule);
  if (table.rows.empty()) {
    throw Error({.where = name,
                 .what = "the manifest has a header and no picture",
                 .got = "",
                 .expected = "a line path,label and then one picture a line",
                 .mend = ""});
  }
  Manifest manifest{.rows = {},
                    .divided = columns.split.has_value(),
                    .has_boxes = columns.boxes || columns.boxes_shares,
                    .has_keypoints = columns.keypoints.has_value(),
                    .shares = columns.boxes_shares.has_value(),
                    .notes = table.notes};
  for (const CsvRow& line : table.rows) {
    const auto fail = [&](const std::string& what, const std::string& got, const std::string& expected) {
      throw Error({.where = fmt::format("{}, line {}", name, line.line),
                   .what = what,
                   .got = got,
                   .expected = expected,
                   .mend = ""});
    };
    // Paths are looked up as they are; words are compared with those of other files.
    const auto word = [&](std::size_t column) {
      const std::string& cell = line.cells[column];
      return is_utf8(cell) ? cell : from_latin1(cell);
    };
    ManifestRow row{.line = line.line,
                    .path = line.cells[columns.path],
                    .label = columns.label ? word(*columns.label) : "",
                    .group = "",
                    .split = {}};
    if (row.path.empty()) fail("the path is empty", "", "");
    if (columns.label && row.label.empty()) fail("the label is empty", "", "a class name or number");
    if (columns.split) {
      const auto split = part_named(word(*columns.split));
      if (!split)
        fail("an unknown split", fmt::format("'{}'", word(*columns.split)), "train, validation, test");
      row.split = *split;
    }
    row.group = columns.group ? word(*columns.group) : group_of_path(rule, row.path);
    if (columns.group && row.group.empty()) fail("the group is empty", "", "a name: groups are never split");
    const std::string place = fmt::format("{}, line {}, column ", name, line.line);
    if (columns.mask) row.mask = line.cells[*columns.mask];
    if (columns.boxes) row.boxes = parse_boxes(word(*columns.boxes), place + "boxes");
    if (columns.boxes_shares) row.boxes = parse_boxes(word(*columns.boxes_shares), place + "boxes_shares");
    if (columns.keypoints) row.keypoints = parse_keypoints(word(*columns.keypoints), place + "keypoints");
    manifest.rows.push_back(std::move(row));
  }
  manifest.overlap = find_overlap(manifest.rows, name);
  return manifest;
}

std::vector<std::string> manifest_classes(const std::vector<ManifestRow>& rows) {
  std::set<std::string> distinct;
  for (const ManifestRow& row : rows) distinct.insert(row.label);
  return classes_in_order(distinct);
}

ObjectLabels manifest_objects(const std::vector<ManifestRow>& rows) {
  std::set<std::string> labels;
  for (const ManifestRow& row : rows) {
    for (const WrittenBox& box : row.boxes) labels.insert(box.label);
    for (const WrittenKeypoint& point : row.keypoints) labels.insert(point.label);
  }
  return ObjectLabels(labels);
}

bool is_manifest(const std::string& path) {
  std::string ending = fs::path(path).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  if (ending == ".csv" || ending == ".tsv") return true;
  if (ending != ".txt" || !fs::is_regular_file(path)) return false;
  constexpr std::uint64_t kBeginning = 4096;
  const RandomAccessFile file(path);
  std::string text(std::min(file.size(), kBeginning), ' ');
  file.read(0, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  // A line that was cut is left out: half a character would not be UTF-8.
  const bool wide = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
  if (file.size() > kBeginning && !wide) text.resize(text.find_last_of("\r\n") + 1);
  return begins_as_manifest(text);
}

DataParts locate_manifest(const std::string& path, const Reading& how) {
  const Manifest manifest = read_manifest(path, how.rule);
  const auto part = [&](ManifestSplit split, const char* name) -> DataPart {
    const auto in_split = [&](const ManifestRow& row) { return row.split == split; };
    if (std::none_of(manifest.rows.begin(), manifest.rows.end(), in_split)) return {};
    return {.place = fmt::format("{} ({})", fs::weakly_canonical(path).string(), name),
            .open = [path, how, split] { return open_split(path, how, split); }};
  };
  return {.train = part(ManifestSplit::train, "train"),
          .validation = part(ManifestSplit::validation, "validation"),
          .test = TestPart(part(ManifestSplit::test, "test")),
          .divided = manifest.divided,
          .notes = manifest.notes,
          .overlap = manifest.overlap};
}

namespace data_formats {

const Format& manifest() {
  static const Format format{
      .name = "manifest",
      .holds = "a CSV manifest",
      .order = 30,
      .recognises = is_manifest,
      .locate = locate_manifest,
  };
  return format;
}

}  // namespace data_formats

}  // namespace variegate
