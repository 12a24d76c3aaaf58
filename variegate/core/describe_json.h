// Options as JSON, and whether they are in range, from their description (core/describe.h). For source files:
// it includes the whole of JSON.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "variegate/core/describe.h"
#include "variegate/core/json.h"

namespace variegate {

// A visitor that adds each option to an object.
class ToJson {
 public:
  explicit ToJson(Json& json) : json_(json) {}

  template <typename T>
  void operator()(const char* name, const T& value, const About& about) const {
    if (about.rare && value == T{}) return;
    if constexpr (Enumerated<T>) {
      json_[name] = about.choices.at(Enumeration<T>::index(value));
    } else {
      json_[name] = value;
    }
  }

 private:
  Json& json_;
};

// A visitor that reads each option, in its range.
class FromJson {
 public:
  explicit FromJson(JsonReader& json) : json_(json) {}

  template <typename T>
  void operator()(const char* name, T& value, const About& about) const {
    const bool needed = !about.later && !about.rare;
    const auto member = needed ? json_.member(name) : json_.optional_member(name);
    if (!member) return;
    if constexpr (Enumerated<T>) {
      value = Enumeration<T>::at(choice(*member, about));
    } else {
      read(*member, value, about);
    }
  }

 private:
  static std::size_t choice(const JsonReader& json, const About& about);
  static void read(const JsonReader& json, std::string& value, const About& about);
  static void read(const JsonReader& json, int& value, const About& about);
  static void read(const JsonReader& json, std::int64_t& value, const About& about);
  static void read(const JsonReader& json, std::uint64_t& value, const About& about);
  static void read(const JsonReader& json, double& value, const About& about);
  static void read(const JsonReader& json, bool& value, const About& about);
  static void read(const JsonReader& json, std::vector<std::string>& value, const About& about);

  JsonReader& json_;
};

// A visitor that refuses what is out of range: Error (usage) that names the option as the command line does.
class CheckRange {
 public:
  void operator()(const char* name, const std::string& value, const About& about) const;
  void operator()(const char* name, double value, const About& about) const;
  void operator()(const char* name, int value, const About& about) const;
  void operator()(const char* name, std::int64_t value, const About& about) const;
  template <typename T>
  void operator()(const char*, const T&, const About&) const {}  // every value that the type has
};

// The members of the options, in the order of their description.
template <typename Options>
Json described_json(const Options& options) {
  Json json = Json::object();
  describe(options, ToJson(json));
  return json;
}

// Reads the described members of an object; what a document may lack (About::later, About::rare) keeps the
// value that it has. finish() is the caller's, who may have members of its own.
template <typename Options>
void read_described(JsonReader& json, Options& options) {
  describe(options, FromJson(json));
}

template <typename Options>
void check_described(const Options& options) {
  describe(options, CheckRange());
}

}  // namespace variegate
