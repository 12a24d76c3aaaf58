// The options of a child model and its training: the same in every command that trains.
#pragma once

#include <CLI/CLI.hpp>

#include "variegate/trial/child_spec.h"

namespace variegate::cli {

// Adds --child, --batch-size, --learning-rate, ... to the app. The spec must outlive the parse.
void add_child_options(CLI::App& app, ChildSpec& spec);

// Worker processes when --jobs is not given: one a core.
int default_jobs();

// Adds --jobs.
void add_jobs_option(CLI::App& app, int& jobs);

}  // namespace variegate::cli
