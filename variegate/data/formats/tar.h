// Tar shards by the convention of WebDataset: consecutive members whose names are alike up to the first dot
// of the file name are one sample: KEY.jpg (or another picture's ending) its picture; KEY.cls its label, a
// word or a number, or KEY.json an object with a member "label" (or "cls"). Other members are left alone.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "variegate/data/data_parts.h"
#include "variegate/data/formats/parts/tar.h"
#include "variegate/data/group_rule.h"
#include "variegate/data/random_access_file.h"
#include "variegate/data/reading.h"

namespace variegate {

// One sample of a shard, before classes have numbers.
struct TarSample {
  std::string key;
  std::string extension;  // of the picture
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::string label;
};

struct TarSamples {
  std::vector<TarSample> samples;
  std::vector<ErrorText> faults;  // of samples without picture or label, and what ended the listing
  LeftOut left_out;               // members that belong to no sample
};

// Groups an archive's members into samples. Only headers and labels are read. name: of the archive, for
// errors.
TarSamples list_tar_samples(const ReadAt& read, std::uint64_t size, const std::string& name);

class TarDataset final : public Dataset {
 public:
  // Lists all shards. Error of the first fault found; with skip_bad every fault is instead a sample (of the
  // first class) that cannot be read. Error when no sample is sound.
  TarDataset(const std::vector<std::string>& shards, const GroupRule& rule, const OpenOptions& options);

  std::size_t size() const override { return entries_.size(); }
  Sample load(std::size_t i) const override;
  Sample load_with_facts(std::size_t i, PictureFacts& facts) const override;
  bool read_compressed(std::size_t i, std::vector<std::uint8_t>& bytes) const override;
  std::optional<StoredPicture> stored(std::size_t i) const override;
  void read_stored(std::size_t i, std::uint64_t offset, std::span<std::uint8_t> to) const override;
  DecodeOptions decode_options() const override { return {.orientation = orientation_}; }
  int label(std::size_t i) const override { return entries_.at(i).label; }
  std::string group(std::size_t i) const override { return entries_.at(i).group; }
  std::string name(std::size_t i) const override;  // "SHARD, member 'KEY.jpg'"
  Source source(std::size_t i) const override {
    return {.file = shards_[entries_.at(i).shard].path(), .member = entries_[i].member};
  }
  const std::vector<std::string>& class_names() const override { return class_names_; }
  const LeftOut& left_out() const override { return left_out_; }

 private:
  struct Entry {
    std::size_t shard = 0;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    int label = 0;
    std::string member;
    std::string group;
  };

  std::vector<RandomAccessFile> shards_;
  std::vector<Entry> entries_;
  std::map<std::size_t, ErrorText> faults_;  // of the entries that stand for damage
  std::vector<std::string> class_names_;
  LeftOut left_out_;
  Orientation orientation_;
};

// A tar file, a folder that holds some (itself, or in a folder that is called as a part is), or a pattern of
// them (shards.h).
bool is_tar(const std::string& path);

// The parts of a folder are the folders with such a name (part_names.h) when they hold shards; else they
// follow from a word in the shards' names (cats-train-000.tar); else the data are undivided, as a file or a
// pattern is. Error when only some of the names tell their part, or two folders tell one.
DataParts locate_tar(const std::string& path, const Reading& how);

}  // namespace variegate
