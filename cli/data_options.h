// The options that name the data: the same in every command that reads samples.
#pragma once

#include <CLI/CLI.hpp>

#include "variegate/data/data_spec.h"

namespace variegate::cli {

// Adds --data (required), --format, --validation, --train-size, ... to the app. The spec must outlive the
// parse.
void add_data_options(CLI::App& app, DataSpec& spec);

// Adds --format and --parts alone, in that group of the help.
void add_reading_options(CLI::App& app, DataSpec& spec, const std::string& group = "");

// Adds --test and --test-size: only for the comparison, the one command that opens the test part.
void add_test_options(CLI::App& app, DataSpec& spec);

}  // namespace variegate::cli
