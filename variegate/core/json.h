// JSON as variegate reads and writes it: strict, with errors that name the file and the path.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/core/number_text.h"

namespace variegate {

// Parses one JSON document. source names it in errors (a file name, "worker 2"). Throws Error with
// line and column for anything that is not JSON, for a member given twice, and for nesting deeper
// than 64 levels.
Json parse_json(std::string_view text, const std::string& source);

// Reads a whole file as JSON; Error when it cannot be read or is larger than 64 MiB.
Json read_json_file(const std::string& path);

// A whole number without a fraction ("21", not "21.0"), so that a number has one way to be written.
Json json_number(double value);

// The text for people: what fits into 100 columns stays on one line, the rest is indented by two. It ends in
// a newline.
std::string json_text(const Json& value);

// A cursor over a JSON value that knows where it stands. Every failure names source and path, e.g.
// "policy.json: $.policy.sequence[0].probability: out of range; got 1.5; expected 0 .. 1".
class JsonReader {
 public:
  JsonReader(const Json& value, std::string source, std::string path = "$");

  const Json& value() const { return *value_; }
  const std::string& path() const { return path_; }
  const std::string& source() const { return source_; }
  std::string where() const { return source_ + ": " + path_; }

  // Members of an object. finish() fails on members that were not asked for, so a misspelt
  // name is an error and not silence.
  JsonReader member(const std::string& name);
  std::optional<JsonReader> optional_member(const std::string& name);
  bool has(const std::string& name) const;
  std::vector<std::string> names() const;  // of an object, in the order of the document
  void finish() const;

  std::vector<JsonReader> array(std::size_t least = 0, std::size_t most = 100000) const;
  std::string string() const;
  std::string one_of(const std::vector<std::string>& choices) const;
  bool boolean() const;
  double number(double low, double high) const;  // finite, low <= value <= high
  std::int64_t integer(std::int64_t low, std::int64_t high) const;
  int small_integer(int low, int high) const;
  std::uint64_t unsigned_integer() const;  // any 64-bit value

  [[noreturn]] void fail(const std::string& what, const std::string& expected = "",
                         const std::string& mend = "") const;

 private:
  void require_object() const;

  const Json* value_;
  std::string source_;
  std::string path_;
  std::set<std::string> asked_;
};

}  // namespace variegate
