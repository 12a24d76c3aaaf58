#include "cli/usage.h"

#include <fmt/format.h>

#include <filesystem>
#include <vector>

#include "cli/help.h"
#include "variegate/core/spelling.h"

namespace variegate::cli {
namespace {

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* child :
       app.get_subcommands([](const CLI::App* c) { return !c->get_group().empty(); })) {
    names.push_back(child->get_name());
  }
  return names;
}

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

// What was given in the place of POLICY, and "" where the command has none.
std::string given_policy(const CLI::App& app) {
  const CLI::Option* policy = app.get_option_no_throw("POLICY");
  return policy == nullptr || policy->empty() ? "" : policy->results().front();
}

bool lacks(const CLI::App& app, const char* name) {
  const CLI::Option* option = app.get_option_no_throw(name);
  return option != nullptr && option->empty();
}

// The command as it was probably meant, for a path where a policy should be: both in their places.
std::string swapped(const CLI::App& app, const std::string& policy) {
  return fmt::format(" (did you mean '{} {} --data {}'?)", full_name(app), policy, given_policy(app));
}

// The option that was probably meant by a word that stands alone.
std::string meant_option(const CLI::App& app, const std::string& word) {
  const std::string policy = given_policy(app);
  if (lacks(app, "--data")) {
    if (exists(policy) && !exists(word) && !policy.ends_with(".json")) return swapped(app, word);
    return fmt::format(" (did you mean '--data {}'?)", word);
  }
  return lacks(app, "--out") ? fmt::format(" (did you mean '--out {}'?)", word) : "";
}

// What is wrong with the first word that the app could not place, or "".
std::string unknown_word(const CLI::App& app) {
  for (const std::string& word : app.remaining()) {
    if (word.size() > 1 && word[0] == '-') {
      const std::string name = word.substr(0, word.find('='));
      return fmt::format("unknown option '{}'{}", name, did_you_mean(name, option_names(app)));
    }
    if (!command_names(app).empty()) return unknown_command(app, word);
    return fmt::format("'{}' is one argument too many{}", word, meant_option(app, word));
  }
  return "";
}

}  // namespace

std::string unknown_command(const CLI::App& app, const std::string& word) {
  const std::vector<std::string> names = command_names(app);
  if (names.empty()) return fmt::format("{} has no commands below it; got '{}'", full_name(app), word);
  std::string meant = did_you_mean(word, names);
  if (meant.empty()) meant = fmt::format("; there are: {}", fmt::join(names, ", "));
  return fmt::format("unknown command '{}'{}", word, meant);
}

std::string usage_error(const CLI::App& app, const std::string& fault) {
  const CLI::App* deepest = &app;
  std::string unknown = unknown_word(app);
  while (unknown.empty()) {
    const std::vector<CLI::App*> chosen = deepest->get_subcommands();
    if (chosen.empty()) break;
    deepest = chosen.front();
    unknown = unknown_word(*deepest);
  }
  std::string text = unknown.empty() ? fault : unknown;
  const bool wants_command = !command_names(*deepest).empty() && deepest->get_subcommands().empty();
  if (unknown.empty() && wants_command) {
    text = fmt::format("a command is missing; there are: {}", fmt::join(command_names(*deepest), ", "));
  }
  const std::string policy = given_policy(*deepest);
  if (unknown.empty() && lacks(*deepest, "--data") && fault.starts_with("--data") && exists(policy) &&
      !policy.ends_with(".json"))
    text += swapped(*deepest, "POLICY");
  const std::string name = full_name(*deepest);
  return fmt::format("{}: {}; see '{} --help'", name, text, name);
}

}  // namespace variegate::cli
