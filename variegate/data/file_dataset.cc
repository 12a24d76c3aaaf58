#include "variegate/data/file_dataset.h"

#include "variegate/data/decode.h"
#include "variegate/data/file_bytes.h"

namespace variegate {

FileDataset::FileDataset(std::vector<FileEntry> entries, std::vector<std::string> class_names)
    : entries_(std::move(entries)), class_names_(std::move(class_names)) {}

Sample FileDataset::load(std::size_t i) const {
  const FileEntry& entry = entries_.at(i);
  return image_sample(decode_image(read_bytes(entry.path), entry.path), entry.label, i);
}

bool FileDataset::read_compressed(std::size_t i, std::vector<std::uint8_t>& bytes) const {
  read_bytes(entries_.at(i).path, bytes);
  return true;
}

}  // namespace variegate
