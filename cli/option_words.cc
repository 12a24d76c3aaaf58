#include "cli/option_words.h"

#include "cli/child_options.h"
#include "cli/data_options.h"

namespace variegate::cli {
namespace {

std::string value_of(CLI::Option& option) {
  option.capture_default_str();  // the value that it is bound to, as text
  const std::string text = option.get_default_str();
  return text == "\"\"" ? "" : text;
}

template <typename Spec>
std::vector<std::string> words_of(const Spec& spec, void (*declare)(CLI::App&, Spec&)) {
  Spec changed = spec;
  Spec usual;
  CLI::App now, before;
  declare(now, changed);
  declare(before, usual);
  return changed_options(now, before);
}

}  // namespace

std::vector<std::string> changed_options(CLI::App& now, CLI::App& usual) {
  std::vector<std::string> words;
  for (CLI::Option* option : now.get_options()) {
    if (option->get_lnames().empty()) continue;
    const std::string name = "--" + option->get_lnames().front();
    CLI::Option* same = usual.get_option_no_throw(name);
    if (same == nullptr) continue;
    const std::string value = value_of(*option);
    if (value == value_of(*same)) continue;
    words.push_back(name);
    if (option->get_expected_max() > 0) words.push_back(value);
  }
  return words;
}

std::vector<std::string> option_words(const DataSpec& spec) {
  return words_of<DataSpec>(spec, [](CLI::App& app, DataSpec& bound) {
    add_data_options(app, bound);
    add_test_options(app, bound);
  });
}

std::vector<std::string> option_words(const ChildSpec& spec) { return words_of(spec, add_child_options); }

std::string shell_word(const std::string& word) {
  const bool plain =
      word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+:,@%=") ==
      std::string::npos;
  if (plain && !word.empty()) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string shell_words(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += " " + shell_word(word);
  return out;
}

}  // namespace variegate::cli
