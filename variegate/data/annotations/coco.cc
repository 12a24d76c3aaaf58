#include "variegate/data/annotations/coco.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/data/annotations/coco_rle.h"
#include "variegate/data/annotations/outline.h"
#include "variegate/data/annotations/real_box.h"

namespace variegate {
namespace {

constexpr std::size_t kMost = 1'000'000'000;
constexpr std::int64_t kLargestSide = 1 << 20;     // of a picture
constexpr std::int64_t kMostMaskPixels = 1 << 26;  // of a picture with masks
constexpr std::int64_t kAnyId = std::int64_t{1} << 53;

std::int64_t id_of(JsonReader& json, const char* member) {
  return json.member(member).integer(-kAnyId, kAnyId);
}

std::vector<double> numbers_of(const JsonReader& json, std::size_t least = 0, std::size_t most = kMost) {
  std::vector<double> numbers;
  for (const JsonReader& number : json.array(least, most))
    numbers.push_back(number.number(-kFarthestPixel, kFarthestPixel));
  return numbers;
}

// The smallest box around outlines.
void set_box_around(ObjectBox& box) {
  bool first = true;
  for (const Outline& outline : box.outlines) {
    for (const OutlinePoint point : outline) {
      box.left = first ? point.x : std::min(box.left, point.x);
      box.right = first ? point.x : std::max(box.right, point.x);
      box.top = first ? point.y : std::min(box.top, point.y);
      box.bottom = first ? point.y : std::max(box.bottom, point.y);
      first = false;
    }
  }
}

class CocoReader {
 public:
  CocoReader(const Json& document, const std::string& name) : root_(document, name) {}

  CocoFile read() {
    read_categories();
    read_images();
    std::int64_t number = 0;
    for (JsonReader& json : array(root_, "annotations")) read_annotation(json, number++);
    return std::move(file_);
  }

 private:
  static std::vector<JsonReader> array(JsonReader& json, const char* member) {
    return json.member(member).array(0, kMost);
  }

  void read_categories() {
    struct Category {
      std::string name;
      std::vector<std::string> keypoints;
      std::vector<std::pair<int, int>> skeleton;
    };
    std::map<std::int64_t, Category> categories;
    if (root_.has("categories")) {
      for (JsonReader& json : array(root_, "categories")) {
        const std::int64_t id = id_of(json, "id");
        Category category{.name = json.member("name").string(), .keypoints = {}, .skeleton = {}};
        if (const auto names = json.optional_member("keypoints")) {
          for (const JsonReader& name : names->array()) category.keypoints.push_back(name.string());
        }
        if (const auto pairs = json.optional_member("skeleton")) {
          for (const JsonReader& pair : pairs->array()) {
            const std::vector<JsonReader> ends = pair.array(2, 2);
            category.skeleton.emplace_back(ends[0].small_integer(0, 1000), ends[1].small_integer(0, 1000));
          }
        }
        if (!categories.emplace(id, std::move(category)).second)
          json.fail("a category id that is given twice");
      }
    }
    file_.objects.form = AnnotationForm::coco;
    for (auto& [id, category] : categories) {
      const int label = static_cast<int>(file_.objects.classes.size());
      label_of_.emplace(id, label);
      file_.objects.names.push_back(category.name);
      file_.objects.classes.push_back({.name = category.name,
                                       .label = label,
                                       .id = id,
                                       .keypoints = category.keypoints,
                                       .skeleton = category.skeleton});
    }
    std::map<std::string, int> label_of_name;
    for (const ObjectClass& each : file_.objects.classes) {
      std::vector<int>& labels = keypoint_labels_.emplace_back();
      for (const std::string& name : each.keypoints) {
        const auto [found, fresh] = label_of_name.emplace(name, static_cast<int>(file_.objects.names.size()));
        if (fresh) file_.objects.names.push_back(name);
        labels.push_back(found->second);
      }
      file_.has_keypoints = file_.has_keypoints || !labels.empty();
    }
  }

  void read_images() {
    for (JsonReader& json : array(root_, "images")) {
      const std::int64_t id = id_of(json, "id");
      CocoPicture picture{.file_name = json.member("file_name").string()};
      if (picture.file_name.empty()) json.fail("a picture without a file name");
      if (json.has("width")) picture.width = json.member("width").small_integer(0, kLargestSide);
      if (json.has("height")) picture.height = json.member("height").small_integer(0, kLargestSide);
      if (!place_of_.emplace(id, file_.pictures.size()).second) json.fail("an image id that is given twice");
      file_.pictures.push_back(std::move(picture));
    }
  }

  void read_annotation(JsonReader& json, std::int64_t number) {
    JsonReader image_id = json.member("image_id");
    const auto place = place_of_.find(image_id.integer(-kAnyId, kAnyId));
    if (place == place_of_.end())
      image_id.fail("an annotation of an image that is not listed", "an id of images");
    CocoPicture& picture = file_.pictures[place->second];
    const bool drawn = filled(json, "bbox") || filled(json, "segmentation");
    if (!drawn && !filled(json, "keypoints")) return;  // a caption
    JsonReader category_id = json.member("category_id");
    const auto label = label_of_.find(category_id.integer(-kAnyId, kAnyId));
    if (label == label_of_.end()) category_id.fail("a category that is not listed", "an id of categories");
    ObjectBox box{.label = label->second, .id = number};
    if (json.has("iscrowd")) box.crowd = is_crowd(json.member("iscrowd"));
    if (filled(json, "segmentation")) read_segmentation(json.member("segmentation"), picture, box);
    if (filled(json, "bbox")) {
      const std::vector<double> edges = numbers_of(json.member("bbox"), 4, 4);
      box.left = edges[0];
      box.top = edges[1];
      box.right = edges[0] + edges[2];
      box.bottom = edges[1] + edges[3];
    } else {
      set_box_around(box);
    }
    if (filled(json, "keypoints")) read_keypoints(json.member("keypoints"), box, picture.keypoints);
    if (drawn) picture.boxes.boxes.push_back(std::move(box));
  }

  static bool filled(const JsonReader& json, const char* member) {
    if (!json.has(member)) return false;
    const Json& value = json.value()[member];
    return !value.is_null() && !(value.is_structured() && value.empty());
  }

  static bool is_crowd(const JsonReader& json) {
    return json.value().is_boolean() ? json.boolean() : json.integer(0, 1) == 1;
  }

  static void read_segmentation(JsonReader json, const CocoPicture& picture, ObjectBox& box) {
    if (json.value().is_object()) return read_mask(json, picture, box);
    for (const JsonReader& polygon : json.array(0, kMost)) {
      const std::vector<double> numbers = numbers_of(polygon);
      if (numbers.size() % 2 != 0) polygon.fail("a polygon of an odd count of numbers", "x and y by turns");
      if (numbers.size() < 6) polygon.fail("a polygon of fewer than three points", "at least six numbers");
      Outline& outline = box.outlines.emplace_back();
      for (std::size_t i = 0; i < numbers.size(); i += 2) outline.push_back({numbers[i], numbers[i + 1]});
    }
  }

  static void read_mask(JsonReader& json, const CocoPicture& picture, ObjectBox& box) {
    const std::vector<JsonReader> size = json.member("size").array(2, 2);
    const int height = size[0].small_integer(1, kLargestSide);
    const int width = size[1].small_integer(1, kLargestSide);
    if (picture.width > 0 && (picture.width != width || picture.height != height))
      json.fail("a mask that has not the size of its picture",
                fmt::format("[{}, {}]", picture.height, picture.width));
    if (std::int64_t{width} * height > kMostMaskPixels)
      json.fail("a mask that is too large", fmt::format("at most {} pixels", kMostMaskPixels));
    JsonReader counts = json.member("counts");
    PixelRuns runs;
    if (counts.value().is_string()) {
      runs = unpack_runs(counts.string(), width, height, counts.where());
    } else {
      for (const JsonReader& run : counts.array(0, kMost))
        runs.push_back(static_cast<std::uint64_t>(run.integer(0, kMostMaskPixels)));
      check_runs(runs, width, height, counts.where());
    }
    box.from_mask = true;
    box.outlines = outlines_of(runs, width, height);
  }

  void read_keypoints(JsonReader json, const ObjectBox& box, Keypoints& keypoints) const {
    const std::vector<int>& labels = keypoint_labels_[static_cast<std::size_t>(box.label)];
    const std::vector<double> numbers = numbers_of(json);
    if (numbers.size() != 3 * labels.size())
      json.fail("the wrong count of numbers for keypoints",
                fmt::format("x, y and visibility of the category's {} keypoints", labels.size()));
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const double visibility = numbers[3 * i + 2];
      if (visibility != 0 && visibility != 1 && visibility != 2)
        json.fail(fmt::format("an unknown visibility of keypoint {}", i + 1), "0, 1 or 2");
      if (visibility == 0) continue;
      keypoints.points.push_back({.x = numbers[3 * i],
                                  .y = numbers[3 * i + 1],
                                  .label = labels[i],
                                  .visible = visibility == 2,
                                  .object = box.id});
    }
  }

  JsonReader root_;
  CocoFile file_;
  std::map<std::int64_t, int> label_of_;
  std::map<std::int64_t, std::size_t> place_of_;
  std::vector<std::vector<int>> keypoint_labels_;  // of each class
};

}  // namespace

CocoFile parse_coco(std::string_view text, const std::string& name) {
  const Json document = parse_json(text, name);
  return CocoReader(document, name).read();
}

}  // namespace variegate
