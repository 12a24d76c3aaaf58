// What a report tells people to type: the words of a command line, from the descriptions of the options.
#pragma once

#include <string>
#include <vector>

namespace variegate::cli {

// A word as a shell reads it back.
std::string shell_word(const std::string& word);

// The words with a space before each, as a shell reads them back.
std::string shell_words(const std::vector<std::string>& words);

}  // namespace variegate::cli
