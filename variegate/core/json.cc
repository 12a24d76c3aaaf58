#include "variegate/core/json.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "variegate/core/error.h"
#include "variegate/core/json_line.h"
#include "variegate/core/nearest_path.h"
#include "variegate/core/spelling.h"

namespace variegate {
namespace {

constexpr int kDeepest = 64;
constexpr std::uintmax_t kLargestFile = std::uintmax_t{64} << 20;

std::string shown(const Json& value) {
  std::string text = json_line(value);
  constexpr std::size_t kLongest = 80;
  if (text.size() > kLongest) text = text.substr(0, kLongest) + "...";
  return text;
}

// `{"a": [1, 2]}`, or as much of it as shows that it is longer than `room`.
void write_line(const Json& value, std::size_t room, std::string& out) {
  if (!value.is_structured()) {
    out += json_line(value);
    return;
  }
  out += value.is_object() ? '{' : '[';
  bool first = true;
  for (const auto& item : value.items()) {
    if (out.size() > room) return;
    if (!first) out += ", ";
    first = false;
    if (value.is_object()) out += json_line(Json(item.key())) + ": ";
    write_line(item.value(), room, out);
  }
  out += value.is_object() ? '}' : ']';
}

// used: columns of the line that are taken before the value, its indentation included.
void write_value(const Json& value, std::size_t indent, std::size_t used, std::string& out) {
  constexpr std::size_t kColumns = 99;  // and a comma
  std::string line;
  write_line(value, kColumns, line);
  if (!value.is_structured() || used + line.size() <= kColumns) {
    out += line;
    return;
  }
  out += value.is_object() ? '{' : '[';
  bool first = true;
  for (const auto& item : value.items()) {
    const std::string name = value.is_object() ? json_line(Json(item.key())) + ": " : std::string();
    out += (first ? "\n" : ",\n") + std::string(indent + 2, ' ') + name;
    first = false;
    write_value(item.value(), indent + 2, indent + 2 + name.size(), out);
  }
  out += "\n" + std::string(indent, ' ') + (value.is_object() ? '}' : ']');
}

std::string line_and_column(std::string_view text, std::size_t byte) {
  byte = std::min(byte, text.size());
  const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n');
  const std::size_t start = byte == 0 ? std::string_view::npos : text.rfind('\n', byte - 1);
  return fmt::format("line {}, column {}", lines + 1, start == std::string_view::npos ? byte : byte - start);
}

}  // namespace

Json parse_json(std::string_view text, const std::string& source) {
  // The parser keeps the last of two members of one name: look for twins as they go by.
  std::vector<std::set<std::string>> open;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > kDeepest) {
      throw Error({.where = source,
                   .what = "JSON is nested too deeply",
                   .got = "",
                   .expected = "at most 64 levels",
                   .mend = ""});
    }
    switch (event) {
      case Json::parse_event_t::object_start:
        open.emplace_back();
        break;
      case Json::parse_event_t::object_end:
        open.pop_back();
        break;
      case Json::parse_event_t::key: {
        const auto name = parsed.get<std::string>();
        if (!open.back().insert(name).second) {
          throw Error({.where = source,
                       .what = "a member is given twice",
                       .got = "'" + name + "'",
                       .expected = "each member once",
                       .mend = "remove one of them"});
        }
        break;
      }
      default:
        break;
    }
    return true;
  };
  try {
    const MarkedJson marked = mark_bytes(text);
    return marked.marked ? with_bytes(Json::parse(marked.text, watch)) : Json::parse(text, watch);
  } catch (const nlohmann::json::parse_error& error) {
    std::string reason = error.what();
    const std::size_t colon = reason.find(": ");  // drop the library's own prefix and position
    if (colon != std::string::npos) reason = reason.substr(colon + 2);
    throw Error({.where = source + ": " + line_and_column(text, error.byte == 0 ? 0 : error.byte - 1),
                 .what = text.empty() ? "empty, not JSON" : "not valid JSON (" + reason + ")",
                 .got = "",
                 .expected = "",
                 .mend = ""});
  } catch (const nlohmann::json::exception& error) {
    throw Error({.where = source,
                 .what = std::string("not valid JSON (") + error.what() + ")",
                 .got = "",
                 .expected = "",
                 .mend = ""});
  }
}

Json read_json_file(const std::string& path) {
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure)) {
    throw Error(
        {.where = path, .what = "cannot be read", .got = "a folder", .expected = "a JSON file", .mend = ""});
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error(
        {.where = path,
         .what = std::string("cannot be read (") + std::strerror(errno) + ")" + did_you_mean_path(path),
         .got = "",
         .expected = "a JSON file",
         .mend = "check the path"});
  }
  const std::uintmax_t size = std::filesystem::file_size(path, failure);
  if (!failure && size > kLargestFile) {
    throw Error({.where = path,
                 .what = "too large for a JSON document",
                 .got = fmt::format("{} bytes", size),
                 .expected = "at most 64 MiB",
                 .mend = ""});
  }
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return parse_json(text, path);
}

Json json_number(double value) {
  constexpr double kLargestExact = 9007199254740992.0;  // 2^53
  if (std::floor(value) == value && std::abs(value) <= kLargestExact) return static_cast<std::int64_t>(value);
  return value;
}

std::string json_text(const Json& value) {
  std::string out;
  write_value(value, 0, 0, out);
  return out + "\n";
}

JsonReader::JsonReader(const Json& value, std::string source, std::string path)
    : value_(&value), source_(std::move(source)), path_(std::move(path)) {}

void JsonReader::require_object() const {
  if (!value_->is_object()) fail("wrong type", "an object {...}");
}

JsonReader JsonReader::member(const std::string& name) {
  auto found = optional_member(name);
  if (!found) fail("a member is missing", "'" + name + "'");
  return *found;
}

std::optional<JsonReader> JsonReader::optional_member(const std::string& name) {
  require_object();
  asked_.insert(name);
  const auto found = value_->find(name);
  if (found == value_->end()) return std::nullopt;
  return JsonReader(*found, source_, path_ + "." + name);
}

bool JsonReader::has(const std::string& name) const { return value_->is_object() && value_->contains(name); }

std::vector<std::string> JsonReader::names() const {
  require_object();
  std::vector<std::string> names;
  for (const auto& item : value_->items()) names.push_back(item.key());
  return names;
}

void JsonReader::finish() const {
  require_object();
  for (const std::string& name : names()) {
    if (asked_.contains(name)) continue;
    const std::vector<std::string> known(asked_.begin(), asked_.end());
    std::string list;
    for (const std::string& candidate : known) list += (list.empty() ? "" : ", ") + candidate;
    throw Error({.where = where(),
                 .what = "unknown member",
                 .got = "'" + name + "'" + did_you_mean(name, known),
                 .expected = "one of " + list,
                 .mend = ""});
  }
}

std::vector<JsonReader> JsonReader::array(std::size_t least, std::size_t most) const {
  if (!value_->is_array()) fail("wrong type", "an array [...]");
  if (value_->size() < least || value_->size() > most) {
    throw Error({.where = where(),
                 .what = "wrong number of elements",
                 .got = std::to_string(value_->size()),
                 .expected = fmt::format("{} .. {}", least, most),
                 .mend = ""});
  }
  std::vector<JsonReader> items;
  items.reserve(value_->size());
  for (std::size_t i = 0; i < value_->size(); ++i) {
    items.emplace_back((*value_)[i], source_, fmt::format("{}[{}]", path_, i));
  }
  return items;
}

std::string JsonReader::string() const {
  if (!value_->is_string()) fail("wrong type", "a string");
  return value_->get<std::string>();
}

std::string JsonReader::one_of(const std::vector<std::string>& choices) const {
  const std::string name = string();
  if (std::find(choices.begin(), choices.end(), name) == choices.end()) {
    std::string list;
    for (const std::string& choice : choices) list += (list.empty() ? "" : ", ") + choice;
    fail("unknown name" + did_you_mean(name, choices), "one of " + list);
  }
  return name;
}

bool JsonReader::boolean() const {
  if (!value_->is_boolean()) fail("wrong type", "true or false");
  return value_->get<bool>();
}

double JsonReader::number(double low, double high) const {
  if (!value_->is_number()) fail("wrong type", fmt::format("a number, {} .. {}", low, high));
  const double number = value_->get<double>();
  if (!std::isfinite(number) || number < low || number > high)
    fail("out of range", fmt::format("{} .. {}", low, high));
  return number;
}

std::int64_t JsonReader::integer(std::int64_t low, std::int64_t high) const {
  const std::string range = fmt::format("{} .. {}", low, high);
  if (!value_->is_number_integer()) fail("wrong type", "a whole number, " + range);
  if (value_->is_number_unsigned() && value_->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
    fail("out of range", range);
  }
  const auto number = value_->get<std::int64_t>();
  if (number < low || number > high) fail("out of range", range);
  return number;
}

int JsonReader::small_integer(int low, int high) const { return static_cast<int>(integer(low, high)); }

std::uint64_t JsonReader::unsigned_integer() const {
  if (!value_->is_number_unsigned()) fail("wrong type", "a whole number, 0 or more");
  return value_->get<std::uint64_t>();
}

void JsonReader::fail(const std::string& what, const std::string& expected, const std::string& mend) const {
  throw Error({.where = where(), .what = what, .got = shown(*value_), .expected = expected, .mend = mend});
}

}  // namespace variegate
