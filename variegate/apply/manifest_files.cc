// manifest.csv: every copy with its source, its annotations and the calls that made it.
#include <fmt/format.h>

#include "variegate/apply/annotation_files.h"
#include "variegate/core/json.h"
#include "variegate/data/annotations/annotation_cells.h"
#include "variegate/data/formats/parts/csv.h"

namespace variegate {
namespace {

constexpr const char* kPiece = "manifest";

// Names of files and classes need not be UTF-8.
std::string json_cell(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

void add(const Copy& copy, const Dataset& dataset, Pieces& pieces, std::vector<NamedFile>&) {
  std::string& lines = pieces[kPiece];
  lines += csv_cell(copy.path);
  const auto cell = [&](const std::string& text) { lines += "," + csv_cell(text); };
  if (has_classes(dataset)) cell(copy.label);
  cell(copy.group);
  if (has_field(dataset, "boxes")) {
    const Boxes* boxes = boxes_of(*copy.sample);
    cell(boxes == nullptr ? "" : box_cell(*boxes, dataset.object_names()));
  }
  if (has_field(dataset, "keypoints")) {
    const Keypoints* points = keypoints_of(*copy.sample);
    cell(points == nullptr ? "" : keypoint_cell(*points, dataset.object_names()));
  }
  if (has_field(dataset, "mask")) cell(copy.mask);
  if (copy.soft_label && has_classes(dataset)) cell(json_cell(soft_label_json(*copy.soft_label, dataset)));
  cell(copy.source);
  cell(copy.number);
  cell(to_json(copy.calls).dump());
  if (copy.soft_label) cell(json_cell(copy.mixed_with));
  lines += "\n";
}

std::vector<NamedFile> finish(const AllPieces& pieces, const Dataset& dataset, bool mixed) {
  std::string text = "path";
  if (has_classes(dataset)) text += ",label";
  text += ",group";
  for (const char* name : {"boxes", "keypoints", "mask"}) {
    if (has_field(dataset, name)) text += fmt::format(",{}", name);
  }
  if (mixed && has_classes(dataset)) text += ",soft_label";
  text += ",source,copy,calls";
  if (mixed) text += ",mixed_with";
  text += "\n";
  for (const std::string& lines : pieces.at(kPiece)) text += lines;
  return {{"manifest.csv", std::move(text)}};
}

std::string left_out(const Dataset& dataset) {
  return dataset.annotation_form() == AnnotationForm::manifest || !has_field(dataset, "boxes")
             ? ""
             : "polygons and masks of single objects are not part of a manifest (--annotations coco keeps "
               "them)";
}

}  // namespace

const AnnotationFiles& manifest_files() {
  static const AnnotationFiles files{
      .picture_folder = "", .pieces = {kPiece}, .add = add, .finish = finish, .left_out = left_out};
  return files;
}

}  // namespace variegate
