#include "cli/help.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/text.h"

namespace variegate::cli {
namespace {

constexpr int kColumn = 26;  // where descriptions begin

// CLI11 gives "TYPE:validator:validator".
struct Type {
  std::string name;
  std::string range;
};

Type type_of(const CLI::Option& option) {
  const std::string full = option.get_type_name();
  const std::size_t colon = full.find(':');
  Type type{full.substr(0, colon), colon == std::string::npos ? "" : full.substr(colon + 1)};
  if (type.name == "INT" || type.name == "UINT") type.name = "N";
  if (type.name == "FLOAT") type.name = "X";
  if (type.name == "TEXT") type.name = "NAME";
  return type;
}

std::string option_names(const CLI::Option& option) {
  if (option.get_positional()) return option.get_name(true, false);
  std::string names = option.get_name(false, true);
  for (std::size_t at = names.find(','); at != std::string::npos; at = names.find(',', at + 2))
    names.insert(at + 1, " ");
  if (option.get_type_size() != 0) names += " " + type_of(option).name;
  return names;
}

bool repeats(const CLI::Option& option) { return option.get_expected_max() > 1; }

std::string option_summary(const CLI::Option& option) {
  std::vector<std::string> notes;
  const std::string range = type_of(option).range;
  if (!range.empty()) notes.push_back(range);
  if (option.get_required()) {
    notes.emplace_back("required");
  } else if (const std::string value = option.get_default_str();
             option.get_expected_max() != 0 && !value.empty() && value != "\"\"" && value != "[]") {
    const bool list = value.front() == '[' && value.back() == ']';
    notes.push_back("default " + (list ? value.substr(1, value.size() - 2) : value));
  }
  if (repeats(option) && !option.get_positional()) notes.emplace_back("may be given several times");
  const std::string text = option.get_description();
  return notes.empty() ? text : fmt::format("{} ({})", text, fmt::join(notes, "; "));
}

std::string usage(const CLI::App& app, const std::vector<const CLI::App*>& children) {
  std::string out = "usage: " + full_name(app);
  if (!children.empty()) return out + " COMMAND [options]\n";
  for (const CLI::Option* option :
       app.get_options([](const CLI::Option* o) { return o->get_positional(); })) {
    const std::string name = option->get_name(true, false) + (repeats(*option) ? "..." : "");
    out += option->get_required() ? " " + name : " [" + name + "]";
  }
  for (const CLI::Option* option :
       app.get_options([](const CLI::Option* o) { return !o->get_positional(); })) {
    if (option->get_required()) out += " " + option_names(*option);
  }
  return out + " [options]\n";
}

}  // namespace

std::string full_name(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name() : full_name(*app.get_parent()) + " " + app.get_name();
}

std::string help_text(const CLI::App& app, int width) {
  const auto children =
      app.get_subcommands([](const CLI::App* child) { return !child->get_group().empty(); });
  std::string out;
  const std::string title = app.get_parent() == nullptr ? "" : full_name(app) + ": ";
  for (const std::string& line : wrapped(title + app.get_description(), width)) out += line + "\n";
  out += "\n" + usage(app, children);

  if (!children.empty()) {
    out += "\ncommands:\n";
    for (const CLI::App* child : children) {
      out += entry("  " + child->get_name(), child->get_description(), kColumn / 2, width);
    }
  }
  const auto positionals =
      app.get_options([](const CLI::Option* option) { return option->get_positional(); });
  if (!positionals.empty()) out += "\n";
  for (const CLI::Option* option : positionals) {
    out += entry("  " + option_names(*option), option_summary(*option), kColumn, width);
  }
  for (const std::string& group : app.get_groups()) {
    const auto options = app.get_options(
        [&](const CLI::Option* option) { return !option->get_positional() && option->get_group() == group; });
    if (group.empty() || options.empty()) continue;
    out += "\n" + CLI::detail::to_lower(group.substr(0, 1)) + group.substr(1) + ":\n";
    for (const CLI::Option* option : options) {
      out += entry("  " + option_names(*option), option_summary(*option), kColumn, width);
    }
  }
  if (!app.get_footer().empty()) out += "\n" + app.get_footer() + "\n";
  return out;
}

}  // namespace variegate::cli
