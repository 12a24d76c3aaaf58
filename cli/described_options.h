// Options of the command line from their descriptions (core/describe.h): declared, and written back as the
// words of a command.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "variegate/core/describe.h"

namespace variegate::cli {

// Which of the described options to take; empty: all.
using Wanted = std::function<bool(const std::string& name, const About& about)>;

Wanted named(std::vector<std::string> names);
Wanted in_group(std::string group);

// A visitor that declares each option, bound to its field: name, range, choices, help and default.
class DeclareOption {
 public:
  DeclareOption(CLI::App& app, std::string group, Wanted wanted)
      : app_(app), group_(std::move(group)), wanted_(std::move(wanted)) {}

  template <typename T>
  void operator()(const char* name, T& value, const About& about) const {
    const std::string flag = flag_of(name, about);
    if (flag.empty() || (wanted_ && !wanted_(name, about))) return;
    CLI::Option* option = nullptr;
    if constexpr (Enumerated<T>) {
      option = declare_choice(
          flag, about, [&value](std::size_t choice) { value = Enumeration<T>::at(choice); },
          [&value] { return Enumeration<T>::index(value); });
    } else {
      option = declare(flag, value, about);
    }
    if (*about.value != '\0') option->type_name(about.value);
    if (const std::string group = *about.group != '\0' ? about.group : group_; !group.empty())
      option->group(group);
  }

 private:
  CLI::Option* declare(const std::string& flag, std::string& value, const About& about) const;
  CLI::Option* declare(const std::string& flag, int& value, const About& about) const;
  CLI::Option* declare(const std::string& flag, std::int64_t& value, const About& about) const;
  CLI::Option* declare(const std::string& flag, std::uint64_t& value, const About& about) const;
  CLI::Option* declare(const std::string& flag, double& value, const About& about) const;
  CLI::Option* declare(const std::string& flag, bool& value, const About& about) const;
  CLI::Option* declare(const std::string& flag, std::vector<std::string>& value, const About& about) const;
  CLI::Option* declare_choice(const std::string& flag, const About& about,
                              std::function<void(std::size_t)> set, std::function<std::size_t()> get) const;

  CLI::App& app_;
  std::string group_;
  Wanted wanted_;
};

// Adds the described options, under that heading of the help where they have none of their own. They keep
// pointing at `options`.
template <typename Options>
void add_described(CLI::App& app, Options& options, const std::string& group = "",
                   const Wanted& wanted = {}) {
  describe(options, DeclareOption(app, group, wanted));
}

// Adds one option that is described by itself.
template <typename T>
void add_described(CLI::App& app, const char* name, T& value, const About& about) {
  DeclareOption(app, "", {})(name, value, about);
}

// A visitor that notes what each option would be given as.
class NoteWords {
 public:
  struct Option {
    std::string flag;  // "--epochs"
    std::string value;
    bool is_switch = false;
    bool operator==(const Option&) const = default;
  };
  explicit NoteWords(std::vector<Option>& options) : options_(options) {}

  template <typename T>
  void operator()(const char* name, const T& value, const About& about) const {
    const std::string flag = flag_of(name, about);
    if (flag.empty()) return;
    if constexpr (Enumerated<T>) {
      options_.push_back({"--" + flag, about.choices.at(Enumeration<T>::index(value)), false});
    } else {
      options_.push_back({"--" + flag, text(value) + (about.seconds ? "s" : ""), std::is_same_v<T, bool>});
    }
  }

 private:
  static std::string text(const std::string& value) { return value; }
  static std::string text(std::int64_t value);
  static std::string text(std::uint64_t value);
  static std::string text(double value);
  static std::string text(int value) { return text(std::int64_t{value}); }
  static std::string text(bool value) { return value ? "true" : "false"; }
  static std::string text(const std::vector<std::string>& value);

  std::vector<Option>& options_;
};

std::vector<std::string> changed_words(const std::vector<NoteWords::Option>& now,
                                       const std::vector<NoteWords::Option>& usual);

// The words that give what differs from a default struct, one "--name" and one value a word each, not quoted:
// parsed by add_described() they give the options again.
template <typename Options>
std::vector<std::string> described_words(const Options& options) {
  std::vector<NoteWords::Option> now, usual;
  const Options fallback;
  describe(options, NoteWords(now));
  describe(fallback, NoteWords(usual));
  return changed_words(now, usual);
}

}  // namespace variegate::cli
