// Options described once. Beside each struct of options stands one function that names every field once:
//
//   template <MaybeConst<ChildSpec> Spec, typename Visit>
//   void describe(Spec& spec, Visit&& option) {
//     option("batch_size", spec.batch_size, {.low = 2, .high = 65536, .summary = "images a step"});
//     ...
//   }
//
// The struct itself has the defaults. Whatever needs the name, the range or the words of an option visits its
// description: JSON and ranges (core/describe_json.h), the command line and the commands that reports propose
// (cli/described_options.h). A visitor is an object that can be called with (const char* name, T& value,
// const About& about) for these types of fields: std::string, int, std::int64_t, std::uint64_t (a seed: any
// value), double, bool, std::vector<std::string>, and enumerations, also optional ones.
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace variegate {

// T is Struct or const Struct, so that one description serves who reads and who writes.
template <typename T, typename Struct>
concept MaybeConst = std::same_as<std::remove_const_t<T>, Struct>;

inline constexpr const char* kNoFlag = "-";

struct About {
  double low = 0.0;  // of a number; both ends are allowed
  double high = 0.0;
  std::vector<std::string> choices = {};  // of a text: what it may be. Of an enumeration: its values in order
  bool (*accepts)(std::string_view) =
      nullptr;                // of a text: whether it may be this; `choices` are examples then
  const char* expected = "";  // in words: what accepts() takes
  const char* flag = "";   // on the command line; "": the name with "-" for "_"; kNoFlag: not to be had there
  const char* value = "";  // what its argument is called in help: "PATH"
  std::string summary = "";  // begins with a noun
  const char* group = "";    // heading in help; "": that of the struct
  bool seconds = false;      // a time, given with its unit on the command line
  bool later = false;        // came later: a JSON document without it leaves the value as it is
  bool rare = false;         // left out of JSON while it is 0
};

// An enumeration, or an optional one, whose first choice then is to have none: how About::choices number its
// values.
template <typename T>
struct Enumeration {
  static constexpr bool is = std::is_enum_v<T>;
  static std::size_t index(T value) { return static_cast<std::size_t>(value); }
  static T at(std::size_t index) { return static_cast<T>(index); }
};
template <typename T>
struct Enumeration<std::optional<T>> {
  static constexpr bool is = std::is_enum_v<T>;
  static std::size_t index(std::optional<T> value) {
    return value ? static_cast<std::size_t>(*value) + 1 : 0;
  }
  static std::optional<T> at(std::size_t index) {
    return index == 0 ? std::optional<T>() : std::optional<T>(static_cast<T>(index - 1));
  }
};
template <typename T>
concept Enumerated = Enumeration<T>::is;

// "batch-size", as the command line has it after its two dashes; "" when it has none.
std::string flag_of(const char* name, const About& about);

// "2 .. 65536", "0 or more" where there is no upper limit.
std::string range_text(const About& about);

}  // namespace variegate
