#include "variegate/data/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"
#include "variegate/data/class_order.h"
#include "variegate/data/csv.h"
#include "variegate/data/file_bytes.h"
#include "variegate/data/file_dataset.h"

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

Columns find_columns(const CsvRow& header, const std::string& name, const GroupRule& rule) {
  const std::vector<std::string>& names = header.cells;
  const auto column = [&](const std::string& wanted) -> std::optional<std::size_t> {
    const auto found = std::find(names.begin(), names.end(), wanted);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
  };
  const auto needed = [&](const std::string& wanted) {
    if (const auto found = column(wanted)) return *found;
    std::string all;
    for (const std::string& other : names) all += (all.empty() ? "" : ", ") + other;
    throw Error({.where = fmt::format("{}, line {}", name, header.line),
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
    throw Error({.where = fmt::format("{}, line {}", name, header.line),
                 .what = "boxes in pixels and in shares",
                 .got = "the columns boxes and boxes_shares",
                 .expected = "one of them",
                 .mend = ""});
  }
  if (rule.kind == GroupRule::Kind::column) columns.group = needed(rule.text);
  if (rule.kind == GroupRule::Kind::none) columns.group = column("group");
  return columns;
}

std::optional<ManifestSplit> split_named(const std::string& text) {
  if (text == "train") return ManifestSplit::train;
  if (text == "validation" || text == "val" || text == "valid") return ManifestSplit::validation;
  if (text == "test") return ManifestSplit::test;
  return std::nullopt;
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

std::unique_ptr<Dataset> open_split(const std::string& path, const GroupRule& rule, ManifestSplit split,
                                    bool skip_bad) {
  const Manifest manifest = read_manifest(path, rule);
  const ObjectLabels objects = manifest_objects(manifest.rows);
  std::vector<ManifestRow> rows = manifest.rows;
  std::erase_if(rows, [&](const ManifestRow& row) { return row.split != split; });
  std::vector<std::string> class_names = manifest_classes(rows);
  std::map<std::string, int> label_of;
  for (const std::string& name : class_names) label_of.emplace(name, static_cast<int>(label_of.size()));
  const fs::path folder = fs::path(path).parent_path();
  std::vector<FileEntry> entries;
  for (const ManifestRow& row : rows) {
    FileEntry entry{
        .path = (folder / row.path).string(), .label = label_of.at(row.label), .group = row.group};
    if (!row.mask.empty()) entry.mask = (folder / row.mask).string();
    entry.annotated_in = fmt::format("{}, line {}", path, row.line);
    entry.shares = manifest.shares;
    if (manifest.has_boxes) entry.annotations.push_back({"boxes", boxes_of(row, objects)});
    if (manifest.has_keypoints) entry.annotations.push_back({"keypoints", keypoints_of(row, objects)});
    entries.push_back(std::move(entry));
  }
  return std::make_unique<FileDataset>(std::move(entries), std::move(class_names),
                                       object_names_of(manifest.rows, objects), skip_bad);
}

}  // namespace

Manifest parse_manifest(std::string_view text, const std::string& name, const GroupRule& rule) {
  const std::vector<CsvRow> lines = parse_csv(text, name);
  if (lines.size() < 2) {
    throw Error({.where = name,
                 .what = lines.empty() ? "the manifest is empty" : "the manifest has a header and no picture",
                 .got = "",
                 .expected = "a line path,label and then one picture a line",
                 .mend = ""});
  }
  const Columns columns = find_columns(lines.front(), name, rule);
  Manifest manifest{.rows = {},
                    .divided = columns.split.has_value(),
                    .has_boxes = columns.boxes || columns.boxes_shares,
                    .has_keypoints = columns.keypoints.has_value(),
                    .shares = columns.boxes_shares.has_value()};
  std::set<std::string> seen;
  for (auto line = lines.begin() + 1; line != lines.end(); ++line) {
    const auto fail = [&](const std::string& what, const std::string& got, const std::string& expected) {
      throw Error({.where = fmt::format("{}, line {}", name, line->line),
                   .what = what,
                   .got = got,
                   .expected = expected,
                   .mend = ""});
    };
    if (line->cells.size() != lines.front().cells.size()) {
      fail("the wrong number of cells", std::to_string(line->cells.size()),
           fmt::format("{}, as in the header", lines.front().cells.size()));
    }
    ManifestRow row{.path = line->cells[columns.path],
                    .label = columns.label ? line->cells[*columns.label] : "",
                    .group = "",
                    .split = {}};
    if (row.path.empty()) fail("the path is empty", "", "");
    if (columns.label && row.label.empty()) fail("the label is empty", "", "a class name or number");
    if (!seen.insert(row.path).second)
      fail("a path is given twice", fmt::format("'{}'", row.path), "each once");
    if (columns.split) {
      const auto split = split_named(line->cells[*columns.split]);
      if (!split)
        fail("an unknown split", fmt::format("'{}'", line->cells[*columns.split]), "train, validation, test");
      row.split = *split;
    }
    row.group = columns.group ? line->cells[*columns.group] : group_of_path(rule, row.path);
    if (columns.group && row.group.empty()) fail("the group is empty", "", "a name: groups are never split");
    const std::string place = fmt::format("{}, line {}, column ", name, line->line);
    if (columns.mask) row.mask = line->cells[*columns.mask];
    if (columns.boxes) row.boxes = parse_boxes(line->cells[*columns.boxes], place + "boxes");
    if (columns.boxes_shares)
      row.boxes = parse_boxes(line->cells[*columns.boxes_shares], place + "boxes_shares");
    row.line = line->line;
    if (columns.keypoints)
      row.keypoints = parse_keypoints(line->cells[*columns.keypoints], place + "keypoints");
    manifest.rows.push_back(std::move(row));
  }
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

bool is_manifest(const std::string& path) { return fs::path(path).extension() == ".csv"; }

DataParts locate_manifest(const std::string& path, const GroupRule& rule, bool skip_bad) {
  const Manifest manifest = read_manifest(path, rule);
  const auto part = [&](ManifestSplit split, const char* name) -> DataPart {
    const auto in_split = [&](const ManifestRow& row) { return row.split == split; };
    if (std::none_of(manifest.rows.begin(), manifest.rows.end(), in_split)) return {};
    return {.place = fmt::format("{} ({})", fs::weakly_canonical(path).string(), name),
            .open = [path, rule, split, skip_bad] { return open_split(path, rule, split, skip_bad); }};
  };
  return {.train = part(ManifestSplit::train, "train"),
          .validation = part(ManifestSplit::validation, "validation"),
          .test = TestPart(part(ManifestSplit::test, "test")),
          .divided = manifest.divided};
}

}  // namespace variegate
