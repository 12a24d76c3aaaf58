#include "variegate/data/file_dataset.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include "variegate/core/error.h"
#include "variegate/data/decode.h"
#include "variegate/data/file_bytes.h"
#include "variegate/data/random_access_file.h"

namespace variegate {

FileDataset::FileDataset(std::vector<FileEntry> entries, std::vector<std::string> class_names,
                         std::vector<std::string> object_names)
    : entries_(std::move(entries)),
      class_names_(std::move(class_names)),
      object_names_(std::move(object_names)) {}

Sample FileDataset::load(std::size_t i) const {
  const FileEntry& entry = entries_.at(i);
  if (entry.fault) throw Error(*entry.fault);
  Sample sample = image_sample(decode_image(read_bytes(entry.path), entry.path), entry.label, i);
  sample.fields.insert(sample.fields.end(), entry.annotations.begin(), entry.annotations.end());
  if (entry.mask.empty()) return sample;
  Image labels = decode_labels(read_bytes(entry.mask), entry.mask);
  const Image& picture = sample.image();
  if (labels.width != picture.width || labels.height != picture.height) {
    throw Error({.where = entry.mask,
                 .what = "the mask has not the size of its picture " + entry.path,
                 .got = fmt::format("{} x {} pixels", labels.width, labels.height),
                 .expected = fmt::format("{} x {} pixels", picture.width, picture.height),
                 .mend = ""});
  }
  sample.fields.push_back({"mask", Mask{std::move(labels)}});
  return sample;
}

bool FileDataset::read_compressed(std::size_t i, std::vector<std::uint8_t>& bytes) const {
  const FileEntry& entry = entries_.at(i);
  if (entry.fault) throw Error(*entry.fault);
  read_bytes(entry.path, bytes);
  return true;
}

std::optional<StoredPicture> FileDataset::stored(std::size_t i) const {
  struct ::stat status {};
  if (::stat(entries_.at(i).path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return StoredPicture{
      .size = static_cast<std::uint64_t>(status.st_size), .device = status.st_dev, .inode = status.st_ino};
}

void FileDataset::read_stored(std::size_t i, std::uint64_t offset, std::span<std::uint8_t> to) const {
  RandomAccessFile(entries_.at(i).path).read(offset, to);
}

}  // namespace variegate
