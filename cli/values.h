// Validators of option values. Each says in the help what it allows, and in an error what it got.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace variegate::cli {

// The whole text as a finite decimal number; nothing when it is not one.
std::optional<double> decimal(const std::string& text);

// A decimal integer within low .. high.
CLI::Validator whole(std::int64_t low, std::int64_t high);

// A decimal integer of 64 bits without sign: a seed.
CLI::Validator seed();

// A finite decimal number within low .. high.
CLI::Validator real(double low, double high);

// One of the names; the error proposes the nearest.
CLI::Validator one_of(std::vector<std::string> names);

// A time with its unit: 90s, 20m, 1.5h, 1h30m, 2d; 0 needs none. Turns it into seconds; 0 .. 366 days.
CLI::Validator duration();

}  // namespace variegate::cli
