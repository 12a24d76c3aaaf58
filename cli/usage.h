// The one-line message for wrong usage, with the name that was probably meant.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace variegate::cli {

// app: as its failed parse left it; fault: what CLI11 said. An unknown option or command is reported first,
// because what CLI11 misses (a required option, say) is often that option with its name misspelt.
std::string usage_error(const CLI::App& app, const std::string& fault);

// What to say of a word that is none of the app's commands.
std::string unknown_command(const CLI::App& app, const std::string& word);

}  // namespace variegate::cli
