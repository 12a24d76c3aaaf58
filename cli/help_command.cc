// variegate help: what --help says, asked for in words.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/help.h"
#include "cli/terminal.h"
#include "cli/usage.h"
#include "variegate/core/error.h"

namespace variegate::cli {
namespace {

const CLI::App* command_named(const CLI::App& app, const std::string& name) {
  const auto found = app.get_subcommands([&](const CLI::App* child) { return child->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

int help(const CLI::App& program, const std::vector<std::string>& words) {
  const CLI::App* asked = &program;
  for (const std::string& word : words) {
    const CLI::App* child = command_named(*asked, word);
    if (child == nullptr) {
      throw Error(
          {.where = "help", .what = unknown_command(*asked, word), .got = "", .expected = "", .mend = ""},
          ErrorKind::usage);
    }
    asked = child;
  }
  fmt::print("{}", help_text(*asked, text_columns(stdout)));
  return 0;
}

}  // namespace

Command help_command() {
  return {.name = "help",
          .summary = "the help of the program or of a command",
          .order = 200,
          .setup = [](CLI::App& app) -> std::function<int()> {
            auto words = std::make_shared<std::vector<std::string>>();
            app.add_option("COMMAND", *words, "command whose help to print; by default the program's");
            app.footer(
                "examples:\n"
                "  variegate help search\n"
                "  variegate help policy show");
            return [&app, words] { return help(*app.get_parent(), *words); };
          }};
}

}  // namespace variegate::cli
