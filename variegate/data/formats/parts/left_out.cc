#include "variegate/data/formats/parts/left_out.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace variegate {
namespace {

struct Words {
  const char* one;
  const char* many;
  bool bad = false;    // cannot be read, as opposed to need not be
  bool named = false;  // whether the first is worth naming
};

Words words_for(LeftOutReason reason) {
  switch (reason) {
    case LeftOutReason::other_kind:
      return {"file without an extension", "files without an extension"};
    case LeftOutReason::hidden_file:
      return {"hidden file", "hidden files"};
    case LeftOutReason::hidden_folder:
      return {"hidden folder", "hidden folders", false, true};
    case LeftOutReason::tool_folder:
      return {"folder of a tool", "folders of tools", false, true};
    case LeftOutReason::study:
      return {"study of variegate", "studies of variegate", false, true};
    case LeftOutReason::copies:
      return {"folder of augmented copies", "folders of augmented copies", false, true};
    case LeftOutReason::special_file:
      return {"pipe, socket or device", "pipes, sockets or devices", false, true};
    case LeftOutReason::met_before:
      return {"linked folder met before", "linked folders met before", false, true};
    case LeftOutReason::link_without_file:
      return {"link to no file of the archive", "links to no file of the archive", false, true};
    case LeftOutReason::outside_classes:
      return {"picture outside the class folders", "pictures outside the class folders", false, true};
    case LeftOutReason::beside_parts:
      return {"folder beside the parts", "folders beside the parts", false, true};
    case LeftOutReason::broken_link:
      return {"broken link", "broken links", true, true};
    case LeftOutReason::unreadable_folder:
      return {"folder that cannot be read", "folders that cannot be read", true, true};
  }
  return {"", ""};
}

std::string words_of_entry(const LeftOut::Entry& entry) {
  const Words words = words_for(entry.reason);
  if (!entry.kind.empty()) return fmt::format("{} {}", entry.count, entry.kind);
  std::string text = fmt::format("{} {}", entry.count, entry.count == 1 ? words.one : words.many);
  if (!words.named) return text;
  const std::string name = std::filesystem::path(entry.first).filename().string();
  return fmt::format("{} ({}{})", text, name, entry.count == 1 ? "" : ", ...");
}

}  // namespace

void LeftOut::add(LeftOutReason reason, const std::string& path, const std::string& kind, std::size_t count) {
  Entry& entry = entries_[{reason, kind}];
  if (entry.count == 0) entry = {.reason = reason, .kind = kind, .count = 0, .first = path};
  entry.count += count;
}

void LeftOut::add(const LeftOut& other) {
  for (const auto& [key, entry] : other.entries_) add(entry.reason, entry.first, entry.kind, entry.count);
}

std::vector<LeftOut::Entry> LeftOut::entries() const {
  std::vector<Entry> all;
  for (const auto& [key, entry] : entries_) all.push_back(entry);
  std::stable_sort(all.begin(), all.end(), [](const Entry& one, const Entry& other) {
    return one.reason != other.reason ? one.reason < other.reason : one.count > other.count;
  });
  return all;
}

std::size_t LeftOut::bad() const {
  std::size_t count = 0;
  for (const auto& [key, entry] : entries_) count += words_for(entry.reason).bad ? entry.count : 0;
  return count;
}

void LeftOut::require_none_bad() const {
  for (const auto& [key, entry] : entries_) {
    if (!words_for(entry.reason).bad) continue;
    throw Error({.where = entry.first,
                 .what = fmt::format("a {}", words_for(entry.reason).one),
                 .got = fmt::format("{} that cannot be read, this the first", bad()),
                 .expected = "data that can be read whole",
                 .mend = "mend them, or leave them out by --skip-bad"});
  }
}

std::string words_of(const LeftOut& left_out) {
  std::string text;
  for (const LeftOut::Entry& entry : left_out.entries())
    text += (text.empty() ? "" : ", ") + words_of_entry(entry);
  return text;
}

}  // namespace variegate
