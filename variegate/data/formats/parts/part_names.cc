#include "variegate/data/formats/parts/part_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

namespace variegate {
namespace {

constexpr std::array<std::pair<std::string_view, Part>, 19> kWords{{{"train", Part::train},
                                                                    {"training", Part::train},
                                                                    {"trn", Part::train},
                                                                    {"val", Part::validation},
                                                                    {"valid", Part::validation},
                                                                    {"validate", Part::validation},
                                                                    {"validation", Part::validation},
                                                                    {"dev", Part::validation},
                                                                    {"devel", Part::validation},
                                                                    {"development", Part::validation},
                                                                    {"eval", Part::validation},
                                                                    {"evaluation", Part::validation},
                                                                    {"test", Part::test},
                                                                    {"tests", Part::test},
                                                                    {"testing", Part::test},
                                                                    {"tst", Part::test},
                                                                    {"holdout", Part::test},
                                                                    {"heldout", Part::test},
                                                                    {"withheld", Part::test}}};

// Words that tell nothing of which part it is.
constexpr std::array<std::string_view, 13> kFillers{"set",  "data",   "dataset",  "images", "image",
                                                    "imgs", "img",    "pictures", "photos", "split",
                                                    "part", "subset", "files"};

bool is_letter(char character) { return std::isalpha(static_cast<unsigned char>(character)) != 0; }
bool is_capital(char character) { return std::isupper(static_cast<unsigned char>(character)) != 0; }

// Runs of letters in small letters; a capital after a small letter begins a word, as in PrivateTest.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  char before = ' ';
  for (const char character : name) {
    if (is_letter(character)) {
      const bool begins = !is_letter(before) || (is_capital(character) && !is_capital(before));
      if (begins) words.emplace_back();
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
    }
    before = character;
  }
  // "held out", "hold out" and the like are one word.
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if ((words[i] != "held" && words[i] != "hold") || words[i + 1] != "out") continue;
    words[i] += "out";
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
  return words;
}

std::optional<Part> part_of_word(std::string_view word) {
  const auto find = [](std::string_view wanted) {
    return std::find_if(kWords.begin(), kWords.end(),
                        [&](const auto& known) { return known.first == wanted; });
  };
  auto found = find(word);
  // trainset, valset, testset; traindata.
  for (const std::string_view ending : {"set", "data"}) {
    if (found == kWords.end() && word.ends_with(ending))
      found = find(word.substr(0, word.size() - ending.size()));
  }
  if (found == kWords.end()) return std::nullopt;
  return found->second;
}

}  // namespace

std::string_view name_of(Part part) {
  constexpr std::array<std::string_view, 3> kNames{"training", "validation", "test"};
  return kNames[static_cast<std::size_t>(part)];
}

std::optional<Part> part_named(std::string_view name) {
  if (const std::size_t equals = name.find('='); equals != std::string_view::npos)
    name.remove_prefix(equals + 1);
  std::vector<std::string> words = words_of(name);
  if (words.size() > 1) {
    std::erase_if(words, [](const std::string& word) {
      return std::find(kFillers.begin(), kFillers.end(), word) != kFillers.end();
    });
  }
  if (words.size() != 1) return std::nullopt;
  return part_of_word(words.front());
}

std::optional<Part> part_told_in(std::string_view name) {
  std::optional<Part> told;
  for (const std::string& word : words_of(name)) {
    const std::optional<Part> part = part_of_word(word);
    if (part && (!told || *part > *told)) told = part;
  }
  return told;
}

}  // namespace variegate
