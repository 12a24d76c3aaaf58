// A command of the program: one file, cli/NAME_command.cc, which defines `Command
// variegate::cli::NAME_command()`. The list of commands is generated from those file names, so a new file is
// a new command.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

namespace variegate::cli {

struct Command {
  std::string name;
  std::string summary;  // one line, without a full stop
  int order = 100;  // where it stands in the list of `variegate --help`; 0: not listed (for machines only)

  // Declares the command's options on its own App (also app.footer(): examples, two spaces before each line)
  // and returns what runs it once they are parsed. The returned function gives the exit code; errors are
  // thrown. Numbers are checked by the validators of cli/values.h, whose ranges the help shows beside the
  // default.
  std::function<std::function<int()>(CLI::App& app)> setup;
};

// All commands, by order and then by name.
std::vector<Command> commands();

// Runs the program: parses, runs the command, and turns what goes wrong into one line on standard error and
// an exit code (0 done, 1 failed, 2 wrong usage, 130 interrupted and resumable).
int run(int argc, const char* const* argv);

}  // namespace variegate::cli
