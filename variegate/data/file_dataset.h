// A dataset of one picture file a sample: what image folders and manifests describe.
#pragma once

#include <string>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/data/orientation.h"

namespace variegate {

struct FileEntry {
  std::string path;
  int label = 0;
  std::string group;
  std::string mask = {};                // a PNG of labels (decode_labels), of the picture's size; empty: none
  std::vector<Field> annotations = {};  // boxes and keypoints of the picture
};

class FileDataset final : public Dataset {
 public:
  FileDataset(std::vector<FileEntry> entries, std::vector<std::string> class_names,
              std::vector<std::string> object_names = {}, Orientation orientation = Orientation::apply);

  std::size_t size() const override { return entries_.size(); }
  // Decodes the file: see docs/data.md for the rules. Annotations are fields "boxes", "keypoints" and "mask",
  // as they were given: of the picture as the orientation makes it.
  Sample load(std::size_t i) const override;
  Sample load_with_facts(std::size_t i, PictureFacts& facts) const override;
  bool read_compressed(std::size_t i, std::vector<std::uint8_t>& bytes) const override;
  DecodeOptions decode_options() const override { return {.orientation = orientation_}; }
  int label(std::size_t i) const override { return entries_.at(i).label; }
  std::string group(std::size_t i) const override { return entries_.at(i).group; }
  std::string name(std::size_t i) const override { return entries_.at(i).path; }
  const std::vector<std::string>& class_names() const override { return class_names_; }
  const std::vector<std::string>& object_names() const override { return object_names_; }

 private:
  std::vector<FileEntry> entries_;
  std::vector<std::string> class_names_;
  std::vector<std::string> object_names_;
  Orientation orientation_;
};

}  // namespace variegate
