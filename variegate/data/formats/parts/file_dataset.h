// A dataset of one picture file a sample: what image folders and manifests describe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/data/dataset.h"
#include "variegate/data/formats/parts/open_options.h"

namespace variegate {

struct FileEntry {
  std::string path;
  int label = 0;
  std::string group;
  std::string mask = {};                // a PNG of labels (decode_labels), of the picture's size; empty: none
  std::vector<Field> annotations = {};  // boxes and keypoints of the picture
  std::optional<ErrorText> fault = {};  // why it cannot be read, when that is known already
  std::string annotated_in = {};        // where they were read, for errors; empty: path
  bool shares = false;                  // coordinates are shares of the picture's width and height
};

// What is known of all boxes of a set of files.
struct ObjectNames {
  std::vector<std::string> names = {};  // Dataset::object_names
  std::vector<ObjectClass> classes = {};
  AnnotationForm form = AnnotationForm::manifest;
};

class FileDataset final : public Dataset {
 public:
  // With options.skip_bad, boxes that cannot be right are left out and counted instead of being an error.
  FileDataset(std::vector<FileEntry> entries, std::vector<std::string> class_names, ObjectNames objects = {},
              const OpenOptions& options = {});

  std::size_t size() const override { return entries_.size(); }
  // Decodes the file: see docs/data.md for the rules. Annotations are fields "boxes", "keypoints" and "mask",
  // as they were given: of the picture as the orientation makes it. They are checked against the picture's
  // size (annotation_check.h).
  Sample load(std::size_t i) const override;
  Sample load_with_facts(std::size_t i, PictureFacts& facts) const override;
  bool read_compressed(std::size_t i, std::vector<std::uint8_t>& bytes) const override;
  std::optional<StoredPicture> stored(std::size_t i) const override;
  void read_stored(std::size_t i, std::uint64_t offset, std::span<std::uint8_t> to) const override;
  DecodeOptions decode_options() const override { return {.orientation = options_.orientation}; }
  int label(std::size_t i) const override { return entries_.at(i).label; }
  std::string group(std::size_t i) const override { return entries_.at(i).group; }
  std::string name(std::size_t i) const override { return entries_.at(i).path; }
  const std::vector<std::string>& class_names() const override { return class_names_; }
  Source source(std::size_t i) const override {
    return {.file = entries_.at(i).path, .mask = entries_.at(i).mask};
  }
  std::uint64_t annotations_digest(std::size_t i) const override;
  const std::vector<std::string>& object_names() const override { return objects_.names; }
  std::vector<std::string> annotation_fields() const override { return annotation_fields_; }
  AnnotationForm annotation_form() const override { return objects_.form; }
  const std::vector<ObjectClass>& object_classes() const override { return objects_.classes; }
  const LeftOut& left_out() const override { return left_out_; }
  void note_left_out(LeftOut left_out) { left_out_ = std::move(left_out); }

 private:
  std::vector<FileEntry> entries_;
  std::vector<std::string> class_names_;
  ObjectNames objects_;
  std::vector<std::string> annotation_fields_;
  OpenOptions options_;
  LeftOut left_out_;
};

}  // namespace variegate
