#include "variegate/data/formats/parts/shards.h"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>

#include "variegate/core/error.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostNames = 1'000'000;

[[noreturn]] void fail_braces(const std::string& pattern, const std::string& what, const std::string& got) {
  throw Error({.where = pattern, .what = what, .got = got, .expected = "{000..012} or {a,b}", .mend = ""},
              ErrorKind::usage);
}

// The digits of a range's end; nothing when they are none or too many.
std::optional<std::size_t> whole_number(std::string_view digits) {
  std::size_t value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

// What stands between two braces, as the list that it means.
std::vector<std::string> alternatives(std::string_view inside, const std::string& pattern) {
  std::vector<std::string> all;
  if (const std::size_t dots = inside.find(".."); dots != std::string_view::npos) {
    const auto first = whole_number(inside.substr(0, dots));
    const auto last = whole_number(inside.substr(dots + 2));
    if (!first || !last || *last < *first || *last - *first >= kMostNames)
      fail_braces(pattern, "not a range of whole numbers", fmt::format("{{{}}}", inside));
    for (std::size_t number = *first; number <= *last; ++number)
      all.push_back(fmt::format("{:0{}}", number, dots));
    return all;
  }
  while (true) {
    const std::size_t comma = std::min(inside.find(','), inside.size());
    all.emplace_back(inside.substr(0, comma));
    if (comma == inside.size()) return all;
    inside.remove_prefix(comma + 1);
  }
}

bool has_wildcard(const std::string& path) { return path.find_first_of("*?[") != std::string::npos; }

std::vector<std::string> matches(const std::string& pattern) {
  ::glob_t found{};
  const int code = ::glob(pattern.c_str(), 0, nullptr, &found);
  std::vector<std::string> files(found.gl_pathv, found.gl_pathv + (code == 0 ? found.gl_pathc : 0));
  ::globfree(&found);
  return files;
}

}  // namespace

std::vector<std::string> expand_braces(const std::string& pattern) {
  std::vector<std::string> names{""};
  std::size_t at = 0;
  while (at < pattern.size()) {
    const std::size_t open = std::min(pattern.find('{', at), pattern.size());
    for (std::string& name : names) name += pattern.substr(at, open - at);
    if (open == pattern.size()) break;
    const std::size_t close = pattern.find_first_of("{}", open + 1);
    if (close == std::string::npos || pattern[close] == '{')
      fail_braces(pattern, "a brace is not closed, or one is inside another", pattern.substr(open));
    const auto parts = alternatives(std::string_view(pattern).substr(open + 1, close - open - 1), pattern);
    if (names.size() > kMostNames / parts.size())
      fail_braces(pattern, "the braces mean too many names", fmt::format("more than {}", kMostNames));
    std::vector<std::string> longer;
    longer.reserve(names.size() * parts.size());
    for (const std::string& name : names) {
      for (const std::string& part : parts) longer.push_back(name + part);
    }
    names = std::move(longer);
    at = close + 1;
  }
  return names;
}

bool is_shard_pattern(const std::string& path) {
  return path.ends_with(".tar") && path.find_first_of("{*?[") != std::string::npos && !fs::exists(path);
}

std::vector<std::string> shard_files(const std::string& path) {
  std::vector<std::string> files;
  if (is_shard_pattern(path)) {
    for (const std::string& name : expand_braces(path)) {
      const std::vector<std::string> found = has_wildcard(name) ? matches(name) : std::vector{name};
      if (found.empty() || !fs::exists(found.front())) {
        throw Error({.where = name,
                     .what = "no shard there",
                     .got = "",
                     .expected = "tar files",
                     .mend = fmt::format("check the pattern {}", path)});
      }
      files.insert(files.end(), found.begin(), found.end());
    }
  } else if (fs::is_directory(path)) {
    for (const auto& entry : fs::directory_iterator(path)) {
      const std::string name = entry.path().filename().string();
      if (entry.is_regular_file() && name.ends_with(".tar") && !name.starts_with("."))
        files.push_back(entry.path().string());
    }
  } else {
    files.push_back(path);
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

}  // namespace variegate
