#include "variegate/data/tar_dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <initializer_list>
#include <set>

#include "variegate/data/class_order.h"
#include "variegate/data/decode.h"
#include "variegate/data/shards.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

enum class Part { none, train, validation, test };

Part part_of_word(const std::string& word) {
  if (word == "train" || word == "training") return Part::train;
  if (word == "val" || word == "valid" || word == "validation") return Part::validation;
  if (word == "test" || word == "testing") return Part::test;
  return Part::none;
}

// By the first word of the file's name that tells one.
Part part_of_name(const std::string& path) {
  std::string word;
  for (const char letter : fs::path(path).stem().string() + ".") {
    if (std::isalpha(static_cast<unsigned char>(letter)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
      continue;
    }
    if (const Part part = part_of_word(word); part != Part::none) return part;
    word.clear();
  }
  return Part::none;
}

DataPart part_of(const std::string& place, std::vector<std::string> shards, const GroupRule& rule,
                 const OpenOptions& options) {
  if (shards.empty()) return {};
  return {.place = place, .open = [shards = std::move(shards), rule, options] {
            return std::make_unique<TarDataset>(shards, rule, options);
          }};
}

DataPart part_below(const std::string& path, std::initializer_list<const char*> names, const GroupRule& rule,
                    const OpenOptions& options) {
  for (const char* name : names) {
    const fs::path folder = fs::path(path) / name;
    if (!fs::is_directory(folder)) continue;
    if (auto shards = shard_files(folder.string()); !shards.empty())
      return part_of(fs::weakly_canonical(folder).string(), std::move(shards), rule, options);
  }
  return {};
}

DataParts parts_by_names(const std::string& path, const std::vector<std::string>& shards,
                         const GroupRule& rule, const OpenOptions& options) {
  const auto of = [&](Part part) {
    std::vector<std::string> some;
    std::copy_if(shards.begin(), shards.end(), std::back_inserter(some),
                 [&](const std::string& shard) { return part_of_name(shard) == part; });
    return some;
  };
  const std::string place = fs::weakly_canonical(path).string();
  const std::vector<std::string> untold = of(Part::none);
  if (untold.size() == shards.size())
    return {.train = part_of(place, shards, rule, options), .validation = {}, .test = {}};
  if (!untold.empty()) {
    throw Error({.where = untold.front(),
                 .what = "a shard whose name does not tell its part, among others whose names do",
                 .got = fs::path(untold.front()).filename().string(),
                 .expected = "train, val or test in the name",
                 .mend = "rename it, or name the shards by a pattern"});
  }
  return {.train = part_of(place + " (train)", of(Part::train), rule, options),
          .validation = part_of(place + " (validation)", of(Part::validation), rule, options),
          .test = TestPart(part_of(place + " (test)", of(Part::test), rule, options)),
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
  if (!shard_files(path).empty()) return true;
  const fs::path train = fs::path(path) / "train";
  return fs::is_directory(train) && !shard_files(train.string()).empty();
}

DataParts locate_tar(const std::string& path, const GroupRule& rule, const OpenOptions& options) {
  if (!fs::is_directory(path)) {
    const std::string place = is_shard_pattern(path) ? path : fs::weakly_canonical(path).string();
    return {.train = part_of(place, shard_files(path), rule, options), .validation = {}, .test = {}};
  }
  const DataPart train = part_below(path, {"train", "training"}, rule, options);
  const DataPart test = part_below(path, {"test", "testing"}, rule, options);
  if (train || test) {
    return {.train = train,
            .validation = part_below(path, {"val", "valid", "validation"}, rule, options),
            .test = TestPart(test),
            .divided = true};
  }
  const std::vector<std::string> shards = shard_files(path);
  if (shards.empty()) {
    throw Error({.where = path,
                 .what = "no shard in this folder",
                 .got = "",
                 .expected = "files that end in .tar",
                 .mend = ""});
  }
  return parts_by_names(path, shards, rule, options);
}

}  // namespace variegate
