#include "variegate/core/describe_json.h"

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"

namespace variegate {
namespace {

[[noreturn]] void refuse(const char* name, const About& about, const std::string& what,
                         const std::string& got, const std::string& expected) {
  const std::string flag = flag_of(name, about);
  throw Error({.where = flag.empty() ? std::string(name) : "--" + flag,
               .what = what,
               .got = got,
               .expected = expected,
               .mend = ""},
              ErrorKind::usage);
}

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "one of " : ", ") + name;
  return list;
}

// Exact: the ranges of whole numbers lie far within what a double holds.
void check_number(const char* name, double value, const std::string& got, const About& about) {
  if (!(value >= about.low && value <= about.high))  // so that NaN is refused too
    refuse(name, about, "out of range", got, range_text(about));
}

}  // namespace

std::size_t FromJson::choice(const JsonReader& json, const About& about) {
  const std::string name = json.one_of(about.choices);
  return static_cast<std::size_t>(std::find(about.choices.begin(), about.choices.end(), name) -
                                  about.choices.begin());
}

void FromJson::read(const JsonReader& json, std::string& value, const About& about) {
  if (about.accepts == nullptr && !about.choices.empty()) {
    value = json.one_of(about.choices);
    return;
  }
  value = json.string();
  if (about.accepts != nullptr && !about.accepts(value)) json.fail("not a value it can have", about.expected);
}

void FromJson::read(const JsonReader& json, int& value, const About& about) {
  value = json.small_integer(static_cast<int>(about.low), static_cast<int>(about.high));
}

void FromJson::read(const JsonReader& json, std::int64_t& value, const About& about) {
  value = json.integer(static_cast<std::int64_t>(about.low), static_cast<std::int64_t>(about.high));
}

void FromJson::read(const JsonReader& json, std::uint64_t& value, const About&) {
  value = json.unsigned_integer();
}

void FromJson::read(const JsonReader& json, double& value, const About& about) {
  value = json.number(about.low, about.high);
}

void FromJson::read(const JsonReader& json, bool& value, const About&) { value = json.boolean(); }

void FromJson::read(const JsonReader& json, std::vector<std::string>& value, const About&) {
  value.clear();
  for (const JsonReader& item : json.array()) value.push_back(item.string());
}

void CheckRange::operator()(const char* name, const std::string& value, const About& about) const {
  if (about.accepts != nullptr) {
    if (!about.accepts(value))
      refuse(name, about, "not a value it can have", "'" + value + "'", about.expected);
    return;
  }
  const auto& names = about.choices;
  if (names.empty() || std::find(names.begin(), names.end(), value) != names.end()) return;
  refuse(name, about, "unknown name", "'" + value + "'" + did_you_mean(value, names), list_of(names));
}

void CheckRange::operator()(const char* name, double value, const About& about) const {
  check_number(name, value, number_text(value), about);
}

void CheckRange::operator()(const char* name, int value, const About& about) const {
  check_number(name, value, std::to_string(value), about);
}

void CheckRange::operator()(const char* name, std::int64_t value, const About& about) const {
  check_number(name, static_cast<double>(value), std::to_string(value), about);
}

}  // namespace variegate
