#include "cli/usage.h"

#include <fmt/format.h>

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

// What is wrong with the first word that the app could not place, or "".
std::string unknown_word(const CLI::App& app) {
  for (const std::string& word : app.remaining()) {
    if (word.size() > 1 && word[0] == '-') {
      const std::string name = word.substr(0, word.find('='));
      return fmt::format("unknown option '{}'{}", name, did_you_mean(name, option_names(app)));
    }
    const std::vector<std::string> names = command_names(app);
    if (names.empty()) return fmt::format("'{}' is one argument too many", word);
    std::string meant = did_you_mean(word, names);
    if (meant.empty()) meant = fmt::format("; there are: {}", fmt::join(names, ", "));
    return fmt::format("unknown command '{}'{}", word, meant);
  }
  return "";
}

}  // namespace

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
  const std::string name = full_name(*deepest);
  return fmt::format("{}: {}; see '{} --help'", name, text, name);
}

}  // namespace variegate::cli
