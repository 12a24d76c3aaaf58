// annotations.json: COCO's images, annotations and categories (cocodataset.org, "Data format").
#include <fmt/format.h>

#include <algorithm>

#include "variegate/apply/annotation_files.h"
#include "variegate/core/json.h"
#include "variegate/data/annotations/annotation_cells.h"
#include "variegate/data/annotations/coco_rle.h"
#include "variegate/data/annotations/outline.h"

namespace variegate {
namespace {

constexpr const char* kImages = "images";
constexpr const char* kObjects = "objects";

// Bytes that are not UTF-8 cannot stand in JSON.
std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json segmentation_of(const ObjectBox& box, const Image& picture) {
  if (!box.from_mask) {
    Json polygons = Json::array();
    for (const Outline& outline : box.outlines) {
      Json numbers = Json::array();
      for (const OutlinePoint& point : outline) {
        numbers.push_back(json_number(point.x));
        numbers.push_back(json_number(point.y));
      }
      polygons.push_back(std::move(numbers));
    }
    return polygons;
  }
  const PixelRuns runs = runs_of(box.outlines, picture.width, picture.height);
  Json counts = box.crowd ? Json(runs) : Json(pack_runs(runs));
  return {{"size", {picture.height, picture.width}}, {"counts", std::move(counts)}};
}

// x, y and visibility of each keypoint of the class: 0 when the object has none of that name, 1 when it is
// hidden.
void add_keypoints(Json& json, const ObjectBox& box, const ObjectClass& of, const Keypoints& all,
                   const std::vector<std::string>& names) {
  Json numbers = Json::array();
  int known = 0;
  for (const std::string& name : of.keypoints) {
    const auto point = std::find_if(all.points.begin(), all.points.end(), [&](const Keypoint& each) {
      return each.object == box.id && label_name(each.label, names) == name;
    });
    const bool there = point != all.points.end();
    numbers.push_back(json_number(there ? point->x : 0));
    numbers.push_back(json_number(there ? point->y : 0));
    numbers.push_back(!there ? 0 : point->visible ? 2 : 1);
    known += there ? 1 : 0;
  }
  json["keypoints"] = std::move(numbers);
  json["num_keypoints"] = known;
}

void add(const Copy& copy, const Dataset& dataset, Pieces& pieces, std::vector<NamedFile>&) {
  const Image& picture = copy.sample->image();
  pieces[kImages] += text_of(Json{{"id", copy.id},
                                  {"file_name", copy.path},
                                  {"width", picture.width},
                                  {"height", picture.height},
                                  {"source", copy.source},
                                  {"copy", copy.number}}) +
                     "\n";
  const Boxes* boxes = boxes_of(*copy.sample);
  if (boxes == nullptr) return;
  std::string& objects = pieces[kObjects];
  for (const ObjectBox& box : boxes->boxes) {
    const ObjectClass& of = dataset.object_classes().at(class_place(box, dataset));
    const double width = box.right - box.left, height = box.bottom - box.top;
    const double area = box.outlines.empty() ? width * height : area_of(box.outlines, box.from_mask);
    Json json{
        {"image_id", copy.id},
        {"category_id", of.id},
        {"bbox", {json_number(box.left), json_number(box.top), json_number(width), json_number(height)}},
        {"area", json_number(area)},
        {"iscrowd", box.crowd ? 1 : 0}};
    if (!box.outlines.empty()) json["segmentation"] = segmentation_of(box, picture);
    if (const Keypoints* points = keypoints_of(*copy.sample); points != nullptr && !of.keypoints.empty())
      add_keypoints(json, box, of, *points, dataset.object_names());
    // The record's own number is known only when all are put together; it is then put in front.
    objects += text_of(json).substr(1) + "\n";
  }
}

// body(line) for every line of the pieces.
template <typename Body>
void for_each_line(const std::vector<std::string>& pieces, Body body) {
  for (const std::string& piece : pieces) {
    for (std::size_t at = 0; at < piece.size();) {
      const std::size_t end = piece.find('\n', at);
      body(std::string_view(piece).substr(at, end - at));
      at = end + 1;
    }
  }
}

std::vector<NamedFile> finish(const AllPieces& pieces, const Dataset& dataset, bool) {
  std::string text =
      "{\"info\": {\"description\": \"augmented copies, written by variegate apply\"},\n\"images\": [";
  const char* separator = "\n";
  for_each_line(pieces.at(kImages), [&](std::string_view line) {
    text += separator;
    text += line;
    separator = ",\n";
  });
  text += "],\n\"annotations\": [";
  separator = "\n";
  std::int64_t id = 0;
  for_each_line(pieces.at(kObjects), [&](std::string_view line) {
    text += fmt::format("{}{{\"id\":{},", separator, ++id);
    text += line;
    separator = ",\n";
  });
  text += "],\n\"categories\": ";
  Json categories = Json::array();
  for (const ObjectClass& each : dataset.object_classes()) {
    Json category{{"id", each.id}, {"name", each.name}};
    if (!each.keypoints.empty()) category["keypoints"] = each.keypoints;
    if (!each.skeleton.empty()) category["skeleton"] = each.skeleton;
    categories.push_back(std::move(category));
  }
  text += text_of(categories) + "}\n";
  return {{"annotations.json", std::move(text)}};
}

std::string left_out(const Dataset& dataset) {
  if (has_field(dataset, "mask")) return "masks of whole pictures are not part of COCO's JSON";
  const bool of_objects = std::any_of(dataset.object_classes().begin(), dataset.object_classes().end(),
                                      [](const ObjectClass& each) { return !each.keypoints.empty(); });
  return has_field(dataset, "keypoints") && !of_objects
             ? "keypoints that belong to no box are not part of COCO's JSON"
             : "";
}

}  // namespace

const AnnotationFiles& coco_files() {
  static const AnnotationFiles files{.picture_folder = "images/",
                                     .pieces = {kImages, kObjects},
                                     .add = add,
                                     .finish = finish,
                                     .left_out = left_out};
  return files;
}

}  // namespace variegate
