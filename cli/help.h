// The help texts: one layout for the program and for every command.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace variegate::cli {

// Help of the program, a command or a sub-command, laid out for that many columns.
std::string help_text(const CLI::App& app, int width);

// "variegate policy show": the app's name with those of its parents.
std::string full_name(const CLI::App& app);

}  // namespace variegate::cli
