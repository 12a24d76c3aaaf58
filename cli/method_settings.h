// --set NAME=VALUE: the settings of a search method.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "variegate/search/settings.h"

namespace variegate::cli {

// Adds --set to the command; the texts given go to `texts`.
void add_settings_option(CLI::App& app, std::vector<std::string>& texts);

// What the texts say. Error (usage) for one that is not NAME=VALUE, and for a name given twice.
Settings settings_of(const std::vector<std::string>& texts);

// The settings of every method, for the end of a help text.
std::string settings_help();

}  // namespace variegate::cli
