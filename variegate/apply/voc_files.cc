// Annotations/NAME.xml and ImageSets/Main/train.txt, in the form of Pascal VOC.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "variegate/apply/annotation_files.h"
#include "variegate/data/annotations/annotation_cells.h"

namespace variegate {
namespace {

constexpr const char* kList = "list";

std::string escaped(const std::string& text) {
  std::string all;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        all += "&amp;";
        break;
      case '<':
        all += "&lt;";
        break;
      case '>':
        all += "&gt;";
        break;
      default:
        all += letter;
    }
  }
  return all;
}

// Whole pixels, counted from 1, of which the first and the last are given.
int first_pixel(double edge, int size) {
  return static_cast<int>(std::clamp(std::lround(edge) + 1, 1L, static_cast<long>(size)));
}
int last_pixel(double edge, int size) {
  return static_cast<int>(std::clamp(std::lround(edge), 1L, static_cast<long>(size)));
}

std::string object_text(const ObjectBox& box, const Image& picture, const Dataset& dataset) {
  const int left = first_pixel(box.left, picture.width), top = first_pixel(box.top, picture.height);
  constexpr double kWhole = 0.999;  // less of the object than this is seen: VOC calls it truncated
  return fmt::format(
      "  <object>\n    <name>{}</name>\n    <pose>Unspecified</pose>\n    <truncated>{}</truncated>\n"
      "    <difficult>{}</difficult>\n    <bndbox>\n      <xmin>{}</xmin>\n      <ymin>{}</ymin>\n"
      "      <xmax>{}</xmax>\n      <ymax>{}</ymax>\n    </bndbox>\n  </object>\n",
      escaped(label_name(box.label, dataset.object_names())), box.truncated || box.visible < kWhole ? 1 : 0,
      box.difficult ? 1 : 0, left, top, std::max(left, last_pixel(box.right, picture.width)),
      std::max(top, last_pixel(box.bottom, picture.height)));
}

void add(const Copy& copy, const Dataset& dataset, Pieces& pieces, std::vector<NamedFile>& files) {
  const Image& picture = copy.sample->image();
  std::string text = fmt::format(
      "<annotation>\n  <folder>JPEGImages</folder>\n  <filename>{}</filename>\n  <source>\n"
      "    <database>{}</database>\n  </source>\n  <size>\n    <width>{}</width>\n    <height>{}</height>\n"
      "    <depth>{}</depth>\n  </size>\n  <segmented>0</segmented>\n",
      escaped(std::filesystem::path(copy.path).filename().string()), escaped(copy.source), picture.width,
      picture.height, picture.channels);
  if (const Boxes* boxes = boxes_of(*copy.sample)) {
    for (const ObjectBox& box : boxes->boxes) text += object_text(box, picture, dataset);
  }
  files.push_back({"Annotations/" + copy.stem + ".xml", text + "</annotation>\n"});
  pieces[kList] += copy.stem + "\n";
}

std::vector<NamedFile> finish(const AllPieces& pieces, const Dataset&, bool) {
  std::string text;
  for (const std::string& lines : pieces.at(kList)) text += lines;
  return {{"ImageSets/Main/train.txt", std::move(text)}};
}

std::string left_out(const Dataset& dataset) {
  if (has_field(dataset, "keypoints")) return "keypoints are not part of VOC's XML";
  return has_field(dataset, "mask") || dataset.annotation_form() == AnnotationForm::coco ||
                 dataset.annotation_form() == AnnotationForm::yolo
             ? "polygons and masks are not part of VOC's XML"
             : "";
}

}  // namespace

const AnnotationFiles& voc_files() {
  static const AnnotationFiles files{
      .picture_folder = "JPEGImages/", .pieces = {kList}, .add = add, .finish = finish, .left_out = left_out};
  return files;
}

}  // namespace variegate
