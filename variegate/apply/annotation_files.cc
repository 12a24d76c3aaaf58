#include "variegate/apply/annotation_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/json.h"
#include "variegate/data/annotations/annotation_cells.h"

namespace variegate {

const AnnotationFiles& annotation_files(AnnotationForm form) {
  switch (form) {
    case AnnotationForm::coco:
      return coco_files();
    case AnnotationForm::yolo:
      return yolo_files();
    case AnnotationForm::voc:
      return voc_files();
    case AnnotationForm::manifest:
      break;
  }
  return manifest_files();
}

bool has_field(const Dataset& dataset, const std::string& name) {
  const std::vector<std::string> fields = dataset.annotation_fields();
  return std::find(fields.begin(), fields.end(), name) != fields.end();
}

const Boxes* boxes_of(const Sample& sample) {
  const Field* field = sample.find("boxes");
  return field == nullptr ? nullptr : std::get_if<Boxes>(&field->value);
}

const Keypoints* keypoints_of(const Sample& sample) {
  const Field* field = sample.find("keypoints");
  return field == nullptr ? nullptr : std::get_if<Keypoints>(&field->value);
}

std::size_t class_place(const ObjectBox& box, const Dataset& dataset) {
  const std::vector<ObjectClass>& classes = dataset.object_classes();
  const auto found = std::find_if(classes.begin(), classes.end(),
                                  [&](const ObjectClass& each) { return each.label == box.label; });
  return static_cast<std::size_t>(found - classes.begin());
}

Json soft_label_json(const SoftLabel& label, const Dataset& dataset) {
  Json json = Json::object();
  for (const LabelWeight& shown : label.weights()) {
    // 0.3, and not the double nearest to 0.3f.
    json[dataset.class_names()[static_cast<std::size_t>(shown.label)]] =
        std::stod(fmt::format("{}", shown.weight));
  }
  return json;
}

Json copy_json(const Copy& copy, const Dataset& dataset) {
  Json json{{"source", copy.source}, {"copy", copy.number}};
  if (!copy.label.empty()) json["label"] = copy.label;
  if (copy.soft_label) {
    if (has_classes(dataset)) json["soft_label"] = soft_label_json(*copy.soft_label, dataset);
    json["mixed_with"] = copy.mixed_with;
  }
  if (const Boxes* boxes = boxes_of(*copy.sample)) {
    Json list = Json::array();
    for (const ObjectBox& box : boxes->boxes)
      list.push_back(
          {label_name(box.label, dataset.object_names()), box.left, box.top, box.right, box.bottom});
    json["boxes"] = std::move(list);
  }
  if (const Keypoints* keypoints = keypoints_of(*copy.sample)) {
    Json list = Json::array();
    for (const Keypoint& point : keypoints->points)
      list.push_back({label_name(point.label, dataset.object_names()), point.x, point.y, point.visible});
    json["keypoints"] = std::move(list);
  }
  json["calls"] = to_json(copy.calls);
  return json;
}

}  // namespace variegate
