#include "cli/described_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/values.h"
#include "variegate/core/number_text.h"
#include "variegate/core/spelling.h"

namespace variegate::cli {
namespace {

// A text that is one of the choices, or that about.accepts() takes, in letters of either case.
CLI::Validator accepted(const About& about) {
  if (about.accepts == nullptr) return one_of(about.choices);
  const auto read = [accepts = about.accepts, expected = std::string(about.expected),
                     examples = about.choices](std::string& text) {
    const std::string lower = lower_case(text);
    if (!accepts(text) && accepts(lower)) text = lower;
    if (accepts(text)) return std::string();
    std::string meant = meant_choice(text, examples);
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string other = meaning_of(text.substr(0, colon)) + text.substr(colon);  // "gpu:1"
    if (accepts(other)) meant = " (did you mean '" + other + "'?)";
    return fmt::format("got '{}'; expected {}{}", text, expected, meant);
  };
  return CLI::Validator(read, about.expected);
}

}  // namespace

Wanted named(std::vector<std::string> names) {
  return [names = std::move(names)](const std::string& name, const About&) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
}

Wanted in_group(std::string group) {
  return [group = std::move(group)](const std::string&, const About& about) { return group == about.group; };
}

CLI::Option* DeclareOption::declare(const std::string& flag, std::string& value, const About& about) const {
  CLI::Option* option = app_.add_option("--" + flag, value, about.summary)->capture_default_str();
  if (!about.choices.empty() || about.accepts != nullptr) option->transform(accepted(about));
  return option;
}

CLI::Option* DeclareOption::declare(const std::string& flag, int& value, const About& about) const {
  return app_.add_option("--" + flag, value, about.summary)
      ->check(whole(static_cast<std::int64_t>(about.low), static_cast<std::int64_t>(about.high)))
      ->capture_default_str();
}

CLI::Option* DeclareOption::declare(const std::string& flag, std::int64_t& value, const About& about) const {
  return app_.add_option("--" + flag, value, about.summary)
      ->check(whole(static_cast<std::int64_t>(about.low), static_cast<std::int64_t>(about.high)))
      ->capture_default_str();
}

CLI::Option* DeclareOption::declare(const std::string& flag, std::uint64_t& value, const About& about) const {
  return app_.add_option("--" + flag, value, about.summary)->check(seed())->capture_default_str();
}

CLI::Option* DeclareOption::declare(const std::string& flag, double& value, const About& about) const {
  CLI::Option* option = add_real(app_, "--" + flag, value, about.summary);
  if (about.seconds) {
    option->transform(duration(about.high));
  } else {
    option->check(real(about.low, about.high));
  }
  return option->capture_default_str();
}

CLI::Option* DeclareOption::declare(const std::string& flag, bool& value, const About& about) const {
  return app_.add_flag_callback(
      "--" + flag, [&value, given = !value] { value = given; }, about.summary);
}

CLI::Option* DeclareOption::declare(const std::string& flag, std::vector<std::string>& value,
                                    const About& about) const {
  return app_.add_option("--" + flag, value, about.summary)->delimiter(',')->capture_default_str();
}

CLI::Option* DeclareOption::declare_choice(const std::string& flag, const About& about,
                                           std::function<void(std::size_t)> set,
                                           std::function<std::size_t()> get) const {
  const std::vector<std::string> choices = about.choices;
  const auto take = [choices, set = std::move(set)](const std::string& name) {
    set(static_cast<std::size_t>(std::find(choices.begin(), choices.end(), name) - choices.begin()));
  };
  return app_.add_option_function<std::string>("--" + flag, take, about.summary)
      ->transform(one_of(choices))
      ->default_function([choices, get = std::move(get)] { return choices.at(get()); })
      ->capture_default_str();
}

std::string NoteWords::text(std::int64_t value) { return fmt::format("{}", value); }
std::string NoteWords::text(std::uint64_t value) { return fmt::format("{}", value); }
std::string NoteWords::text(double value) { return number_text(value); }
std::string NoteWords::text(const std::vector<std::string>& value) {
  return fmt::format("{}", fmt::join(value, ","));
}

std::vector<std::string> changed_words(const std::vector<NoteWords::Option>& now,
                                       const std::vector<NoteWords::Option>& usual) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (now[i] == usual[i]) continue;
    words.push_back(now[i].flag);
    if (!now[i].is_switch) words.push_back(now[i].value);
  }
  return words;
}

}  // namespace variegate::cli
