#include "variegate/data/group_rule.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <optional>
#include <regex>
#include <vector>

#include "variegate/core/error.h"

namespace variegate {
namespace {

std::optional<int> whole_number(std::string_view text, int least) {
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || value < least) return std::nullopt;
  return value;
}

[[noreturn]] void fail_form(const std::string& text, const std::string& cause) {
  throw Error({.where = "--group-by",
               .what = cause,
               .got = fmt::format("'{}'", text),
               .expected = "folder:N, name:SEPARATOR:K, match:REGEX or column:NAME",
               .mend = "e.g. name:_:1 takes 'jackson' from 7_jackson_12.png"},
              ErrorKind::usage);
}

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, start)) {
    parts.push_back(text.substr(start, at - start));
    start = at + separator.size();
  }
  parts.push_back(text.substr(start));
  return parts;
}

std::string spelt(const GroupRule& rule) {
  switch (rule.kind) {
    case GroupRule::Kind::none:
      return "";
    case GroupRule::Kind::folder:
      return fmt::format("folder:{}", rule.number);
    case GroupRule::Kind::name:
      return fmt::format("name:{}:{}", rule.text, rule.number);
    case GroupRule::Kind::match:
      return "match:" + rule.text;
    case GroupRule::Kind::column:
      return "column:" + rule.text;
  }
  return "";
}

}  // namespace

GroupRule parse_group_rule(const std::string& text) {
  if (text.empty()) return {};
  const std::size_t colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  const std::string rest = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (kind == "folder") {
    const auto number = whole_number(rest, 1);
    if (!number) fail_form(text, "the folder's number is not a whole number from 1");
    return {.kind = GroupRule::Kind::folder, .number = *number, .text = ""};
  }
  if (kind == "name") {
    const std::size_t last = rest.rfind(':');
    const auto number = last == std::string::npos ? std::nullopt : whole_number(rest.substr(last + 1), 0);
    if (!number || last == 0) fail_form(text, "a separator and a whole number from 0 are missing");
    return {.kind = GroupRule::Kind::name, .number = *number, .text = rest.substr(0, last)};
  }
  if (kind == "match") {
    try {
      if (std::regex(rest).mark_count() < 1) fail_form(text, "the expression has no bracketed group");
    } catch (const std::regex_error& fault) {
      fail_form(text, fmt::format("not a regular expression ({})", fault.what()));
    }
    return {.kind = GroupRule::Kind::match, .number = 0, .text = rest};
  }
  if (kind == "column" && !rest.empty()) return {.kind = GroupRule::Kind::column, .number = 0, .text = rest};
  fail_form(text, "not a rule for groups");
}

std::string group_of_path(const GroupRule& rule, const std::string& path) {
  const auto fail = [&](const std::string& cause) {
    throw Error({.where = path,
                 .what = fmt::format("the rule '{}' finds no group in this path", spelt(rule)),
                 .got = cause,
                 .expected = "",
                 .mend = "give a --group-by that fits every file"});
  };
  const auto number = static_cast<std::size_t>(rule.number);
  switch (rule.kind) {
    case GroupRule::Kind::folder: {
      const std::vector<std::string> parts = split(path, "/");
      if (number >= parts.size()) fail(fmt::format("{} folders above the file", parts.size() - 1));
      return parts[number - 1];
    }
    case GroupRule::Kind::name: {
      const std::vector<std::string> parts = split(std::filesystem::path(path).stem().string(), rule.text);
      if (number >= parts.size()) fail(fmt::format("{} parts in the name, counted from 0", parts.size()));
      return parts[number];
    }
    case GroupRule::Kind::match: {
      std::smatch found;
      if (!std::regex_search(path, found, std::regex(rule.text))) fail("no match");
      return found[1].str();
    }
    case GroupRule::Kind::none:
    case GroupRule::Kind::column:
      break;
  }
  return "";
}

void fail_group_rule(const GroupRule& rule, const std::string& path, const std::string& data) {
  throw Error({.where = path,
               .what = fmt::format("{} cannot be grouped by '{}'", data, spelt(rule)),
               .got = "",
               .expected = "an image folder (folder:, name:, match:) or a manifest (column: as well)",
               .mend = "leave --group-by out, or write a CSV manifest with a group column"});
}

}  // namespace variegate
