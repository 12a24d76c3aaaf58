#include "variegate/data/formats.h"

#include <fmt/format.h>

#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/core/nearest_path.h"
#include "variegate/core/spelling.h"
#include "variegate/data/cifar.h"
#include "variegate/data/idx.h"
#include "variegate/data/image_folder.h"
#include "variegate/data/manifest.h"
#include "variegate/data/shards.h"
#include "variegate/data/tar_dataset.h"

namespace variegate {
namespace {

struct Format {
  std::string name;
  bool (*recognises)(const std::string& path);
  DataParts (*locate)(const std::string& path, const GroupRule& rule, bool skip_bad);
};

// In the order in which they are tried: a folder of IDX files or of shards may have other folders in it.
const std::vector<Format>& formats() {
  static const std::vector<Format> all{
      {"idx", is_idx,
       [](const std::string& path, const GroupRule& rule, bool) {
         if (rule.kind != GroupRule::Kind::none) fail_group_rule(rule, path, "IDX data");
         return locate_idx(path);
       }},
      {"cifar", is_cifar,
       [](const std::string& path, const GroupRule& rule, bool) {
         if (rule.kind != GroupRule::Kind::none) fail_group_rule(rule, path, "CIFAR data");
         return locate_cifar(path);
       }},
      {"manifest", is_manifest,
       [](const std::string& path, const GroupRule& rule, bool) { return locate_manifest(path, rule); }},
      {"tar", is_tar, locate_tar},
      {"folder", is_image_folder,
       [](const std::string& path, const GroupRule& rule, bool) { return locate_image_folder(path, rule); }},
  };
  return all;
}

const Format& format_named(const std::string& name) {
  for (const Format& format : formats()) {
    if (format.name == name) return format;
  }
  const std::vector<std::string> names = data_format_names();
  throw Error({.where = "--format",
               .what = "no such format" + did_you_mean(name, names),
               .got = fmt::format("'{}'", name),
               .expected = fmt::format("one of {}", fmt::join(names, ", ")),
               .mend = ""},
              ErrorKind::usage);
}

const Format& format_of(const std::string& path) {
  for (const Format& format : formats()) {
    if (format.recognises(path)) return format;
  }
  throw Error({.where = path,
               .what = "the format of these data is not known",
               .got = std::filesystem::is_directory(path) ? "a folder" : "a file",
               .expected = "IDX files, CIFAR binary files, tar shards, one folder a class, or a CSV manifest",
               .mend = "see docs/data.md, or name the format by --format"});
}

}  // namespace

std::vector<std::string> data_format_names() {
  std::vector<std::string> names{"auto"};
  for (const Format& format : formats()) names.push_back(format.name);
  return names;
}

DataParts locate_data(const std::string& path, const std::string& format, const std::string& group_by,
                      bool skip_bad) {
  const GroupRule rule = parse_group_rule(group_by);
  if (!is_shard_pattern(path) && !std::filesystem::exists(path)) {
    throw Error({.where = path,
                 .what = "no data there (the path does not exist)" + did_you_mean_path(path),
                 .got = "",
                 .expected = "a file or a folder",
                 .mend = "check the path"});
  }
  const Format& chosen = format == "auto" ? format_of(path) : format_named(format);
  return chosen.locate(path, rule, skip_bad);
}

}  // namespace variegate
