#include "variegate/data/file_dataset.h"

#include <fmt/format.h>

#include <set>

#include "variegate/core/error.h"
#include "variegate/data/annotation_check.h"
#include "variegate/data/decode.h"
#include "variegate/data/file_bytes.h"

namespace variegate {

FileDataset::FileDataset(std::vector<FileEntry> entries, std::vector<std::string> class_names,
                         ObjectNames objects, bool skip_bad)
    : entries_(std::move(entries)),
      class_names_(std::move(class_names)),
      objects_(std::move(objects)),
      skip_bad_(skip_bad) {
  std::set<std::string> names;
  for (const FileEntry& entry : entries_) {
    for (const Field& field : entry.annotations) names.insert(field.name);
    if (!entry.mask.empty()) names.insert("mask");
  }
  annotation_fields_.assign(names.begin(), names.end());
}

Sample FileDataset::load(std::size_t i) const {
  const FileEntry& entry = entries_.at(i);
  Sample sample = image_sample(decode_image(read_bytes(entry.path), entry.path), entry.label, i);
  sample.fields.insert(sample.fields.end(), entry.annotations.begin(), entry.annotations.end());
  if (entry.shares) resize_shares(sample);
  check_annotations(sample, entry.annotated_in.empty() ? entry.path : entry.annotated_in, skip_bad_);
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

std::uint64_t FileDataset::annotations_digest(std::size_t i) const {
  return digest_of_annotations(entries_.at(i).annotations);
}

bool FileDataset::read_compressed(std::size_t i, std::vector<std::uint8_t>& bytes) const {
  read_bytes(entries_.at(i).path, bytes);
  return true;
}

}  // namespace variegate
