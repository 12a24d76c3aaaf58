// A dataset of pictures of one size, held in memory one after another: what IDX and CIFAR files hold.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "variegate/data/dataset.h"

namespace variegate {

struct PackedFile {
  std::string name;
  std::size_t first = 0;  // number of its first picture in the dataset
};

struct PackedImages {
  int width = 0;
  int height = 0;
  int channels = 0;
  PixelLayout layout = PixelLayout::interleaved;
  std::vector<std::uint8_t> pixels;
  std::vector<int> labels;  // indices into class_names, one a picture
  std::vector<std::string> class_names;
  std::vector<PackedFile> files;  // in the order of the pictures; at least one
};

class PackedDataset final : public Dataset {
 public:
  explicit PackedDataset(PackedImages images);  // planes are interleaved here, once

  std::size_t size() const override { return images_.labels.size(); }
  Sample load(std::size_t i) const override;
  void load_into(std::size_t i, Sample& sample) const override;
  std::optional<StoredPicture> stored(std::size_t i) const override;
  void read_stored(std::size_t i, std::uint64_t offset, std::span<std::uint8_t> to) const override;
  int label(std::size_t i) const override { return images_.labels.at(i); }
  std::string group(std::size_t) const override { return ""; }
  std::string name(std::size_t i) const override;  // "FILE, record 12", counted from 0
  const std::vector<std::string>& class_names() const override { return images_.class_names; }
  std::vector<FieldSpec> fields() const override {
    return {{"image", ImageShape{images_.width, images_.height, images_.channels}}};
  }

 private:
  std::size_t bytes_each() const;

  PackedImages images_;
};

}  // namespace variegate
