#include "variegate/data/file_dataset.h"

#include <fmt/format.h>

#include "variegate/core/error.h"
#include "variegate/data/decode.h"
#include "variegate/data/file_bytes.h"

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
                         std::vector<std::string> object_names, Orientation orientation)
    : entries_(std::move(entries)),
      class_names_(std::move(class_names)),
      object_names_(std::move(object_names)),
      orientation_(orientation) {}

Sample FileDataset::load(std::size_t i) const {
  PictureFacts facts;
  return load_with_facts(i, facts);
}

Sample FileDataset::load_with_facts(std::size_t i, PictureFacts& facts) const {
  const FileEntry& entry = entries_.at(i);
  Image picture = decode_image(read_bytes(entry.path), entry.path, decode_options(), &facts);
  Sample sample = image_sample(std::move(picture), entry.label, i);
  sample.fields.insert(sample.fields.end(), entry.annotations.begin(), entry.annotations.end());
  if (entry.mask.empty()) return sample;
  Image labels = decode_labels(read_bytes(entry.mask), entry.mask, decode_options());
  check_mask_size(labels, sample.image(), entry, facts.orientation);
  sample.fields.push_back({"mask", Mask{std::move(labels)}});
  return sample;
}

bool FileDataset::read_compressed(std::size_t i, std::vector<std::uint8_t>& bytes) const {
  read_bytes(entries_.at(i).path, bytes);
  return true;
}

}  // namespace variegate
