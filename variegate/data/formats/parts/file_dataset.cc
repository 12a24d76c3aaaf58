#include "variegate/data/formats/parts/file_dataset.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <set>

#include "variegate/core/error.h"
#include "variegate/data/annotations/annotation_check.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/file_bytes.h"
#include "variegate/data/random_access_file.h"

namespace variegate {
namespace {

void check_mask_size(const Image& labels, const Image& picture, const FileEntry& entry, int orientation) {
  if (labels.width == picture.width && labels.height == picture.height) return;
  const bool of_stored =
      swaps_sides(orientation) && labels.width == picture.height && labels.height == picture.width;
  throw Error({.where = entry.mask,
               .what = "the mask has not the size of its picture " + entry.path,
               .got = fmt::format("{} x {} pixels{}", labels.width, labels.height,
                                  of_stored ? ", the picture's size as it is stored" : ""),
               .expected = fmt::format("{} x {} pixels{}", picture.width, picture.height,
                                       of_stored ? ", after it was turned by its EXIF orientation" : ""),
               .mend = of_stored ? "when the annotations are of pixels as they are stored, give "
                                   "--orientation ignore"
                                 : ""});
}

}  // namespace

FileDataset::FileDataset(std::vector<FileEntry> entries, std::vector<std::string> class_names,
                         ObjectNames objects, const OpenOptions& options)
    : entries_(std::move(entries)),
      class_names_(std::move(class_names)),
      objects_(std::move(objects)),
      options_(options) {
  std::set<std::string> names;
  for (const FileEntry& entry : entries_) {
    for (const Field& field : entry.annotations) names.insert(field.name);
    if (!entry.mask.empty()) names.insert("mask");
  }
  annotation_fields_.assign(names.begin(), names.end());
}

Sample FileDataset::load(std::size_t i) const {
  PictureFacts facts;
  return load_with_facts(i, facts);
}

Sample FileDataset::load_with_facts(std::size_t i, PictureFacts& facts) const {
  const FileEntry& entry = entries_.at(i);
  if (entry.fault) throw Error(*entry.fault);
  Image picture = decode_image(read_bytes(entry.path), entry.path, decode_options(), &facts);
  Sample sample = image_sample(std::move(picture), entry.label, i);
  sample.fields.insert(sample.fields.end(), entry.annotations.begin(), entry.annotations.end());
  if (entry.shares) resize_shares(sample);
  check_annotations(sample, entry.annotated_in.empty() ? entry.path : entry.annotated_in, options_.skip_bad);
  if (entry.mask.empty()) return sample;
  Image labels = decode_labels(read_bytes(entry.mask), entry.mask, decode_options());
  check_mask_size(labels, sample.image(), entry, facts.orientation);
  sample.fields.push_back({"mask", Mask{std::move(labels)}});
  return sample;
}

std::uint64_t FileDataset::annotations_digest(std::size_t i) const {
  return digest_of_annotations(entries_.at(i).annotations);
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
