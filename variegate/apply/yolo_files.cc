// labels/NAME.txt, one line an object, and data.yaml: what Ultralytics' YOLO reads.
#include <fmt/format.h>

#include "variegate/apply/annotation_files.h"
#include "variegate/core/json.h"
#include "variegate/data/annotations/outline.h"

namespace variegate {
namespace {

// All outlines of an object as one, joined by ways that are gone there and back and so enclose nothing.
Outline joined(const ObjectBox& box) {
  Outline all;
  for (Outline outline : box.outlines) {
    // Parts run the same way round, so that their areas add up; holes of masks the other.
    double twice = 0;
    for (std::size_t i = 0; i < outline.size(); ++i) {
      const OutlinePoint a = outline[i], b = outline[(i + 1) % outline.size()];
      twice += a.x * b.y - b.x * a.y;
    }
    if (!box.from_mask && twice < 0) outline = Outline(outline.rbegin(), outline.rend());
    const bool first = all.empty();
    all.insert(all.end(), outline.begin(), outline.end());
    if (box.outlines.size() == 1) return all;
    all.push_back(outline.front());
    if (!first) all.push_back(all.front());
  }
  return all;
}

void add(const Copy& copy, const Dataset& dataset, Pieces&, std::vector<NamedFile>& files) {
  NamedFile file{.name = "labels/" + copy.stem + ".txt", .text = ""};
  const double width = copy.sample->image().width, height = copy.sample->image().height;
  if (const Boxes* boxes = boxes_of(*copy.sample)) {
    for (const ObjectBox& box : boxes->boxes) {
      file.text += fmt::format("{}", class_place(box, dataset));
      if (box.outlines.empty()) {
        file.text += fmt::format(" {:.8g} {:.8g} {:.8g} {:.8g}", (box.left + box.right) / 2 / width,
                                 (box.top + box.bottom) / 2 / height, (box.right - box.left) / width,
                                 (box.bottom - box.top) / height);
      }
      for (const OutlinePoint& point : joined(box))
        file.text += fmt::format(" {:.8g} {:.8g}", point.x / width, point.y / height);
      file.text += "\n";
    }
  }
  files.push_back(std::move(file));
}

std::vector<NamedFile> finish(const AllPieces&, const Dataset& dataset, bool) {
  std::string text =
      "# Written by variegate apply. Add val: the folder of your validation pictures.\n"
      "train: images\nnames:\n";
  const std::vector<ObjectClass>& classes = dataset.object_classes();
  for (std::size_t i = 0; i < classes.size(); ++i)
    text += fmt::format("  {}: {}\n", i,
                        Json(classes[i].name).dump(-1, ' ', false, Json::error_handler_t::replace));
  if (classes.empty()) text.replace(text.size() - 1, 1, " {}\n");
  return {{"data.yaml", std::move(text)}};
}

std::string left_out(const Dataset& dataset) {
  if (has_field(dataset, "keypoints")) return "keypoints are not part of YOLO's boxes and polygons";
  return has_field(dataset, "mask") ? "masks of whole pictures are not part of YOLO's files" : "";
}

}  // namespace

const AnnotationFiles& yolo_files() {
  static const AnnotationFiles files{
      .picture_folder = "images/", .pieces = {}, .add = add, .finish = finish, .left_out = left_out};
  return files;
}

}  // namespace variegate
