// The options that name the data: the same in every command that reads samples.
#pragma once

#include <CLI/CLI.hpp>

#include "variegate/data/splits.h"

namespace variegate::cli {

// Adds --data, --format, --validation, --train-size, ... to the app. The spec must outlive the parse.
void add_data_options(CLI::App& app, DataSpec& spec);

// Adds --format and --parts to the app, in that group of its help.
void add_reading_options(CLI::App& app, std::string& format, std::string& parts,
                         const std::string& group = "Options");
// Adds --orientation.
CLI::Option* add_orientation_option(CLI::App& app, Orientation& orientation);

// Adds --test and --test-size: only for the comparison, the one command that opens the test part.
void add_test_options(CLI::App& app, DataSpec& spec);

}  // namespace variegate::cli
