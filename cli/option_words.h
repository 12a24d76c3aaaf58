// Options written back as the words of a command line: what a report tells people to type is derived from the
// declarations of the options themselves, so that an option cannot be forgotten.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "variegate/data/splits.h"
#include "variegate/trial/child_spec.h"

namespace variegate::cli {

// Words that give the values which an option of `now` has and the same one of `usual` has not: both apps
// declare the same options, bound to their own values. Flags are written when `now` has them set (see
// add_switch in values.h). One "--name" and one value a word each, not quoted.
std::vector<std::string> changed_options(CLI::App& now, CLI::App& usual);

// Those of a spec that differ from a default one, and nothing else: parsed by add_data_options (with
// add_test_options) and add_child_options they give the spec again.
std::vector<std::string> option_words(const DataSpec& spec);
std::vector<std::string> option_words(const ChildSpec& spec);

// A word as a shell reads it back.
std::string shell_word(const std::string& word);

// The words with a space before each, as a shell reads them back.
std::string shell_words(const std::vector<std::string>& words);

}  // namespace variegate::cli
