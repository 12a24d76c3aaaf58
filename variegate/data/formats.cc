#include "variegate/data/formats.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/core/nearest_path.h"
#include "variegate/core/spelling.h"
#include "variegate/data/format.h"
#include "variegate/data/formats/parts/folder_contents.h"
#include "variegate/data/formats/parts/part_names.h"
#include "variegate/data/formats/parts/parts_option.h"
#include "variegate/data/formats/parts/shards.h"
#include "variegate/data/reading.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

// The formats, in the order in which they are tried.
const std::vector<const Format*>& formats() {
  static const std::vector<const Format*> all = [] {
    std::vector<const Format*> list;
    for (const auto& factory : format_factories()) list.push_back(&factory());
    std::sort(list.begin(), list.end(), [](const Format* a, const Format* b) { return a->order < b->order; });
    return list;
  }();
  return all;
}

const Format& format_named(const std::string& name) {
  for (const Format* format : formats())
    if (format->name == name) return *format;
  const std::vector<std::string> names = format_names();
  throw Error({.where = "--format",
               .what = "no such format" + did_you_mean(name, names),
               .got = fmt::format("'{}'", name),
               .expected = fmt::format("{}", fmt::join(names, ", ")),
               .mend = ""},
              ErrorKind::usage);
}

const Format* first_that_recognises(const std::string& path) {
  const auto found = std::find_if(formats().begin(), formats().end(),
                                  [&](const Format* format) { return format->recognises(path); });
  return found == formats().end() ? nullptr : *found;
}

// A folder may hold shards (the archive that it was unpacked from, say) and folders of pictures.
void refuse_two_formats(const Format& format, const std::string& path) {
  if (!format.packed || !fs::is_directory(path)) return;
  for (const fs::path& folder : contents_of(path).folders) {
    if (!holds_pictures(folder)) continue;
    throw Error({.where = path,
                 .what = "these data may be read in two ways",
                 .got = fmt::format("{} files and folders of pictures ({}/)", format.name,
                                    folder.filename().string()),
                 .expected = "one of them",
                 .mend = fmt::format("say which by --format {} or --format folder", format.name)},
                ErrorKind::usage);
  }
}

struct Found {
  const Format* format = nullptr;
  std::string path;
};

// Recognises the format of the path or, when it holds nothing but one folder, of that folder, since archives
// often unpack so.
Found find_format(const std::string& path) {
  constexpr int kDeepest = 4;
  std::string at = path;
  for (int depth = 0; depth < kDeepest; ++depth) {
    const Format* format = first_that_recognises(at);
    if (format == nullptr) break;
    refuse_two_formats(*format, at);
    // One folder of pictures alone is a class.
    const bool pictures = format->name == "folder" || (format->name == "pictures" && at != path);
    if (!pictures) return {format, at};
    const FolderContents contents = contents_of(at);
    if (contents.folders.size() != 1 || !contents.pictures.empty()) break;
    // One part alone is not what holds everything: it may be the test part.
    if (part_told_in(contents.folders.front().filename().string())) break;
    at = contents.folders.front().string();
  }
  if (const Format* format = first_that_recognises(path)) return {format, path};
  std::vector<std::string_view> held;
  for (const Format* format : formats()) held.push_back(format->holds);
  throw Error({.where = path,
               .what = "the format of these data is not known",
               .got = fs::is_directory(path)
                          ? fmt::format("a folder; in it: {}", words_of(contents_of(path).left_out))
                          : "a file",
               .expected = fmt::format("{}", fmt::join(held, ", ")),
               .mend = "see docs/data.md, or name the format by --format"});
}

DataParts locate_whole(const std::string& path, const std::string& format, const Reading& how) {
  if (!is_shard_pattern(path) && !fs::exists(path)) {
    throw Error({.where = path,
                 .what = "no data there (the path does not exist)" + did_you_mean_path(path),
                 .got = "",
                 .expected = "a file or a folder",
                 .mend = "check the path"});
  }
  const Found found = format == "auto" ? find_format(path) : Found{&format_named(format), path};
  if (how.undivided && !found.format->parts_by_names && fs::is_directory(path)) {
    throw Error({.where = "--parts",
                 .what = fmt::format("the format {} has its parts in files of its own", found.format->name),
                 .got = "none",
                 .expected = "",
                 .mend = "name the file itself by --data"},
                ErrorKind::usage);
  }
  DataParts parts = found.format->locate(found.path, how);
  parts.format = found.format->name;
  if (found.path != path && found.format->name != "folder")
    parts.notes.push_back(
        fmt::format("all of it lies in {}/", fs::path(found.path).lexically_relative(path).string()));
  return parts;
}

DataParts locate_named(const std::string& path, const std::string& format, Reading how,
                       const PartsOption& named) {
  how.undivided = true;
  DataParts parts{.divided = true};
  for (const auto& [part, below] : named.paths) {
    const fs::path place = fs::path(path) / below;
    DataParts one = locate_whole(place.string(), format, how);
    parts.format = one.format;
    switch (part) {
      case Part::train:
        parts.train = std::move(one.train);
        break;
      case Part::validation:
        parts.validation = std::move(one.train);
        break;
      case Part::test:
        parts.test = TestPart(std::move(one.train));
        break;
    }
  }
  return parts;
}

// What to say when a part is opened that is not there.
ErrorText missing_part(const std::string& path, Part missing, const DataParts& parts) {
  std::vector<std::string_view> there;
  if (parts.train) there.push_back(name_of(Part::train));
  if (parts.validation) there.push_back(name_of(Part::validation));
  if (parts.test) there.push_back(name_of(Part::test));
  return {
      .where = path,
      .what = fmt::format("no {} images", name_of(missing)),
      .got = fmt::format("the {} part alone", fmt::join(there, " and the ")),
      .expected = "e.g. train-images-idx3-ubyte, data_batch_1.bin, train/ or the split 'train' of a manifest",
      .mend = "name the file or folder of the images themselves, or the parts by --parts"};
}

}  // namespace

std::vector<std::string> format_names() {
  std::vector<std::string> names{"auto"};
  for (const Format* format : formats()) names.push_back(format->name);
  return names;
}

DataParts locate_data(const std::string& path, const std::string& format, const std::string& group_by,
                      const OpenOptions& options, const std::string& parts) {
  const PartsOption named = parse_parts(parts);
  const Reading how{.rule = parse_group_rule(group_by), .options = options, .undivided = named.undivided};
  DataParts found =
      named.paths.empty() ? locate_whole(path, format, how) : locate_named(path, format, how, named);
  if (!found.train) found.train.open = OpenDataset::nothing(missing_part(path, Part::train, found));
  return found;
}

}  // namespace variegate
