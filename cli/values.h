// Validators of option values. Each says in the help what it allows, and in an error what it got.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace variegate::cli {

// An option of a real number, whose default is shown with all the digits that it needs.
CLI::Option* add_real(CLI::App& app, const std::string& name, double& value, const std::string& summary);

// The whole text as a finite decimal number; nothing when it is not one.
std::optional<double> decimal(const std::string& text);

// A decimal integer within low .. high.
CLI::Validator whole(std::int64_t low, std::int64_t high);

// A decimal integer of 64 bits without sign: a seed.
CLI::Validator seed();

// A finite decimal number within low .. high.
CLI::Validator real(double low, double high);

// " (did you mean 'x'?)" with the nearest of the names, or the one that other programs' word for it means
// ("gpu": cuda); "" when there is none.
std::string meant_choice(const std::string& text, const std::vector<std::string>& names);

// What another program's word means here ("gpu": cuda); "" when it is none that we know.
std::string meaning_of(const std::string& word);

// One of the names, in letters of either case, which it turns into the name's own (so: transform, not check);
// the error proposes the one that was meant.
CLI::Validator one_of(std::vector<std::string> names);

// A time with its unit: 90s, 20m, 1.5h, 1h30m, 2d; 0 needs none. Turns it into seconds; 0 .. `longest`.
CLI::Validator duration(double longest);

}  // namespace variegate::cli
