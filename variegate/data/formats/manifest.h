// A manifest: a header line, then one picture a line. Columns path and label; optionally group, split
// (train, validation or val, test), and annotations: mask, boxes (boxes_shares) and keypoints. Others may be
// named by --group-by column:NAME. How the text may be written: manifest_table.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/data/annotations/annotation_cells.h"
#include "variegate/data/data_parts.h"
#include "variegate/data/formats/parts/part_names.h"
#include "variegate/data/group_rule.h"
#include "variegate/data/reading.h"

namespace variegate {

using ManifestSplit = Part;

struct ManifestRow {
  std::size_t line = 0;  // in the file, from 1
  std::string path;      // as written
  std::string label;
  std::string group;  // by the rule; the column "group" when there is no rule; else ""
  ManifestSplit split = ManifestSplit::train;
  std::string mask = {};  // a picture file, as written; empty: none
  std::vector<WrittenBox> boxes = {};
  std::vector<WrittenKeypoint> keypoints = {};
};

struct Manifest {
  std::vector<ManifestRow> rows;
  bool divided = false;  // whether there is a column "split"
  bool has_boxes = false;
  bool has_keypoints = false;
  bool shares = false;                  // boxes are in shares of width and height: the column boxes_shares
  std::vector<std::string> notes = {};  // what was understood and is not plain: a clause each
  // The same path in two parts, by its spelling alone: the first, and how many.
  std::optional<ErrorText> overlap = {};
};

// Error with the line for missing columns, cells or labels, unknown splits, a path given twice in one part,
// and with the column, too, for annotations that cannot be read.
Manifest parse_manifest(std::string_view text, const std::string& name, const GroupRule& rule);

// The classes of the rows: in increasing order when every label is a whole number, else in byte order.
std::vector<std::string> manifest_classes(const std::vector<ManifestRow>& rows);

// The labels of all boxes and keypoints, whatever the split.
ObjectLabels manifest_objects(const std::vector<ManifestRow>& rows);

bool is_manifest(const std::string& path);  // by its ending, .csv or .tsv; a .txt by how it begins
DataParts locate_manifest(const std::string& path, const Reading& how);

}  // namespace variegate
