#include "variegate/data/formats/tar.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include "variegate/data/decode/decode.h"
#include "variegate/data/formats/parts/class_order.h"
#include "variegate/data/formats/parts/folder_contents.h"
#include "variegate/data/formats/parts/part_names.h"
#include "variegate/data/formats/parts/shards.h"

#include "variegate/data/format.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

DataPart part_of(const std::string& place, std::vector<std::string> shards, const Reading& how) {
  if (shards.empty()) return {};
  return {.place = place, .open = [shards = std::move(shards), how] {
            return std::make_unique<TarDataset>(shards, how.rule, how.options);
          }};
}

// The folders below that hold shards and are called as parts are.
std::map<Part, fs::path> part_folders(const std::string& path) {
  std::map<Part, fs::path> found;
  for (const fs::path& folder : contents_of(path).folders) {
    const auto part = part_named(folder.filename().string());
    if (!part || shard_files(folder.string()).empty()) continue;
    const auto [other, is_new] = found.emplace(*part, folder);
    if (is_new) continue;
    throw Error(
        {.where = path,
         .what = fmt::format("two folders of shards for one part, the {} data", name_of(*part)),
         .got = fmt::format("{}/ and {}/", other->second.filename().string(), folder.filename().string()),
         .expected = "one",
         .mend = "say which by --parts train=FOLDER,validation=FOLDER,test=FOLDER"});
  }
  return found;
}

DataParts parts_in_folders(const std::map<Part, fs::path>& folders, const Reading& how) {
  const auto of = [&](Part part) -> DataPart {
    const auto folder = folders.find(part);
    if (folder == folders.end()) return {};
    return part_of(fs::weakly_canonical(folder->second).string(), shard_files(folder->second.string()), how);
  };
  return {.train = of(Part::train),
          .validation = of(Part::validation),
          .test = TestPart(of(Part::test)),
          .divided = true};
}

DataParts parts_by_names(const std::string& path, const std::vector<std::string>& shards,
                         const Reading& how) {
  const auto of = [&](std::optional<Part> part) {
    std::vector<std::string> some;
    std::copy_if(shards.begin(), shards.end(), std::back_inserter(some), [&](const std::string& shard) {
      return part_told_in(fs::path(shard).stem().string()) == part;
    });
    return some;
  };
  const std::string place = fs::weakly_canonical(path).string();
  const std::vector<std::string> untold = of(std::nullopt);
  if (how.undivided || untold.size() == shards.size()) return {.train = part_of(place, shards, how)};
  if (!untold.empty()) {
    throw Error({.where = untold.front(),
                 .what = "a shard whose name does not tell its part, among others whose names do",
                 .got = fs::path(untold.front()).filename().string(),
                 .expected = "train, val or test in the name",
                 .mend = "rename it, or name the shards by a pattern"});
  }
  return {.train = part_of(place + " (train)", of(Part::train), how),
          .validation = part_of(place + " (validation)", of(Part::validation), how),
          .test = TestPart(part_of(place + " (test)", of(Part::test), how)),
          .divided = true};
}

}  // namespace

TarDataset::TarDataset(const std::vector<std::string>& shards, const GroupRule& rule,
                       const OpenOptions& options)
    : orientation_(options.orientation) {
  if (rule.kind == GroupRule::Kind::column) fail_group_rule(rule, shards.front(), "tar shards");
  std::vector<std::string> labels;
  for (const std::string& path : shards) {
    const RandomAccessFile& file = shards_.emplace_back(path);
    const TarSamples found = list_tar_samples(
        [&](std::uint64_t offset, std::span<std::uint8_t> to) { file.read(offset, to); }, file.size(), path);
    if (!found.faults.empty() && !options.skip_bad) throw Error(found.faults.front());
    left_out_.add(found.left_out);
    for (const TarSample& sample : found.samples) {
      std::string member = sample.key + "." + sample.extension;
      std::string group = group_of_path(rule, member);
      entries_.push_back({.shard = shards_.size() - 1,
                          .offset = sample.offset,
                          .size = sample.size,
                          .label = 0,
                          .member = std::move(member),
                          .group = std::move(group)});
      labels.push_back(sample.label);
    }
    for (const ErrorText& fault : found.faults) {
      faults_.emplace(entries_.size(), fault);
      entries_.push_back(
          {.shard = shards_.size() - 1, .offset = 0, .size = 0, .label = 0, .member = "", .group = ""});
      labels.emplace_back();
    }
  }
  if (entries_.size() == faults_.size()) {
    if (!faults_.empty()) throw Error(faults_.begin()->second);
    throw Error({.where = shards.front(),
                 .what = "no sample in these shards",
                 .got = "",
                 .expected = "members KEY.jpg (png, webp, ...) with KEY.cls or KEY.json",
                 .mend = "see docs/data.md"});
  }
  std::set<std::string> distinct(labels.begin(), labels.end());
  distinct.erase("");
  class_names_ = classes_in_order(distinct);
  std::map<std::string, int> number_of{{"", 0}};
  for (const std::string& name : class_names_)
    number_of.emplace(name, static_cast<int>(number_of.size()) - 1);
  for (std::size_t i = 0; i < entries_.size(); ++i) entries_[i].label = number_of.at(labels[i]);
}

bool TarDataset::read_compressed(std::size_t i, std::vector<std::uint8_t>& bytes) const {
  const Entry& entry = entries_.at(i);
  if (const auto fault = faults_.find(i); fault != faults_.end()) throw Error(fault->second);
  make_room(bytes, entry.size, kLargestPictureFile, name(i));
  shards_[entry.shard].read(entry.offset, bytes);
  return true;
}

std::optional<StoredPicture> TarDataset::stored(std::size_t i) const {
  if (faults_.contains(i)) return std::nullopt;
  return StoredPicture{.size = entries_.at(i).size};
}

void TarDataset::read_stored(std::size_t i, std::uint64_t offset, std::span<std::uint8_t> to) const {
  const Entry& entry = entries_.at(i);
  shards_[entry.shard].read(entry.offset + offset, to);
}

Sample TarDataset::load(std::size_t i) const {
  PictureFacts facts;
  return load_with_facts(i, facts);
}

Sample TarDataset::load_with_facts(std::size_t i, PictureFacts& facts) const {
  std::vector<std::uint8_t> bytes;
  read_compressed(i, bytes);
  return image_sample(decode_image(bytes, name(i), decode_options(), &facts), label(i), i);
}

std::string TarDataset::name(std::size_t i) const {
  const Entry& entry = entries_.at(i);
  const std::string& shard = shards_[entry.shard].path();
  return entry.member.empty() ? shard
                              : fmt::format("{}, member '{}', offset {}", shard, entry.member, entry.offset);
}

bool is_tar(const std::string& path) {
  if (is_shard_pattern(path)) return true;
  if (!fs::is_directory(path)) return fs::path(path).extension() == ".tar";
  return !shard_files(path).empty() || !part_folders(path).empty();
}

DataParts locate_tar(const std::string& path, const Reading& how) {
  if (!fs::is_directory(path)) {
    const std::string place = is_shard_pattern(path) ? path : fs::weakly_canonical(path).string();
    return {.train = part_of(place, shard_files(path), how)};
  }
  const std::map<Part, fs::path> folders = part_folders(path);
  if (!folders.empty() && !how.undivided) return parts_in_folders(folders, how);
  const std::vector<std::string> shards = shard_files(path);
  if (shards.empty()) {
    throw Error({.where = path,
                 .what = "no shard in this folder",
                 .got = "",
                 .expected = "files that end in .tar",
                 .mend = ""});
  }
  return parts_by_names(path, shards, how);
}

namespace data_formats {

const Format& tar() {
  static const Format format{
      .name = "tar",
      .holds = "tar shards",
      .order = 40,
      .recognises = is_tar,
      .locate = locate_tar,
      .packed = true,
      .parts_by_names = true,
  };
  return format;
}

}  // namespace data_formats

}  // namespace variegate
