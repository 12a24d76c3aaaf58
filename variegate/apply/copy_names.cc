#include "variegate/apply/copy_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <optional>
#include <unordered_set>

#include "variegate/core/error.h"
#include "variegate/core/random.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

void check_folder_name(const std::string& name) {
  const bool sound = !name.empty() && name.front() != '.' && name.size() <= 255 &&
                     name.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
  if (sound) return;
  throw Error({.where = "--to folder",
               .what = "a class whose name cannot be that of a folder",
               .got = fmt::format("'{}'", name),
               .expected = "no '/', no '.' at its beginning, at most 255 bytes",
               .mend = "write tar shards (--to tar), or rename the class"});
}

// The deepest folder that holds all the files.
fs::path common_folder(const Dataset& dataset) {
  fs::path common;
  bool first = true;
  for (std::size_t i = 0; i < dataset.size(); ++i) {
    const Dataset::Source source = dataset.source(i);
    if (source.file.empty() || !source.member.empty()) continue;
    const fs::path folder = fs::absolute(source.file).lexically_normal().parent_path();
    if (std::exchange(first, false)) {
      common = folder;
      continue;
    }
    const auto [end, other] = std::mismatch(common.begin(), common.end(), folder.begin(), folder.end());
    if (end == common.end()) continue;
    fs::path shorter;
    for (auto part = common.begin(); part != end; ++part) shorter /= *part;
    common = shorter;
  }
  return common;
}

// The picture's name below that folder: parts that would lead out of the copies' folder, or hide in it, are
// left out.
std::string name_below(const Dataset& dataset, std::size_t i, const fs::path& common) {
  const Dataset::Source source = dataset.source(i);
  if (source.file.empty() && source.member.empty()) return fmt::format("{:08}", i);
  const fs::path path = source.member.empty()
                            ? fs::absolute(source.file).lexically_normal().lexically_relative(common)
                            : fs::path(source.member).lexically_normal();
  fs::path name;
  for (const fs::path& part : path.relative_path()) {
    const std::string text = part.string();
    if (text.find_first_not_of('.') != std::string::npos) name /= text.substr(text.find_first_not_of('.'));
  }
  return name.empty() ? fmt::format("{:08}", i) : name.generic_string();
}

// "a/x-3" is what copy 3 of "a/x" is called.
std::optional<std::string> copied_from(const std::string& stem, int copies) {
  const std::size_t dash = stem.rfind('-');
  if (dash == std::string::npos || dash + 1 == stem.size()) return std::nullopt;
  int copy = 0;
  const char* end = stem.data() + stem.size();
  const auto [stop, fault] = std::from_chars(stem.data() + dash + 1, end, copy);
  const bool is_copy = fault == std::errc() && stop == end && copy >= 0 && copy < copies;
  return is_copy ? std::optional(stem.substr(0, dash)) : std::nullopt;
}

}  // namespace

CopyNames::CopyNames(const Dataset& dataset, const CopyOptions& options) {
  const bool tar = options.container == CopyOptions::Container::tar;
  const bool class_folders =
      !tar && has_classes(dataset) && form_of(options, dataset) == AnnotationForm::manifest;
  if (class_folders) {
    for (const std::string& name : dataset.class_names()) check_folder_name(name);
  }
  const fs::path common = common_folder(dataset);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < dataset.size(); ++i) {
    const fs::path name = name_below(dataset, i, common);
    std::string extension = name.extension().string();
    fs::path stem = name;
    stem.replace_extension();
    if (class_folders) {
      const std::string& label = dataset.class_names()[static_cast<std::size_t>(dataset.label(i))];
      const bool there = std::distance(stem.begin(), stem.end()) > 1 && stem.begin()->string() == label;
      if (!there) stem = fs::path(label) / stem;
    }
    std::string text = stem.generic_string();
    // A sample's key in a shard ends at the first dot.
    if (tar) std::replace(text.begin(), text.end(), '.', '_');
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    extensions_.push_back(extension.empty() ? "" : extension.substr(1));
    stems_.push_back(std::move(text));
    names.push_back(name.generic_string());
  }
  std::unordered_set<std::string> taken;
  const std::unordered_set<std::string> all(stems_.begin(), stems_.end());
  const auto is_free = [&](const std::string& stem) {
    if (taken.contains(stem)) return false;
    const auto from = options.originals ? copied_from(stem, options.copies) : std::nullopt;
    return !from || !all.contains(*from);
  };
  for (std::size_t i = 0; i < stems_.size(); ++i) {
    std::string& stem = stems_[i];
    if (!is_free(stem)) {
      std::string other = stem + "_" + extensions_[i];
      for (int number = 2; !is_free(other) || all.contains(other); ++number)
        other = fmt::format("{}_{}_{}", stem, extensions_[i], number);
      if (++renamed_ == 1) first_renamed_ = fmt::format("{} is {}-0", names[i], other);
      stem = std::move(other);
    }
    taken.insert(stem);
  }
}

std::uint64_t CopyNames::digest() const {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < stems_.size(); ++i)
    value = derive(derive(value, hash_text(stems_[i])), hash_text(extensions_[i]));
  return value;
}

}  // namespace variegate
