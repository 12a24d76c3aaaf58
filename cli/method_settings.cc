#include "cli/method_settings.h"

#include <fmt/format.h>

#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/values.h"
#include "variegate/core/error.h"
#include "variegate/core/number_text.h"
#include "variegate/search/searcher.h"

namespace variegate::cli {

void add_settings_option(CLI::App& app, std::vector<std::string>& texts) {
  app.add_option("--set", texts, "a setting of the method, see below")
      ->type_name("NAME=VALUE")
      ->group("Search");
}

Settings settings_of(const std::vector<std::string>& texts) {
  const auto refuse = [](const std::string& what, const std::string& got, const std::string& expected) {
    throw Error({.where = "--set", .what = what, .got = got, .expected = expected, .mend = ""},
                ErrorKind::usage);
  };
  Settings settings;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    const std::optional<double> value =
        equals == std::string::npos ? std::nullopt : decimal(text.substr(equals + 1));
    if (!value) refuse("not a setting", "'" + text + "'", "NAME=VALUE, the value a number");
    if (!settings.emplace(name, *value).second) refuse("a setting is given twice", "'" + name + "'", "");
  }
  return settings;
}

std::string settings_help() {
  constexpr int kColumn = 26;
  std::string out = "settings of the methods, for --set:\n";
  for (const MethodInfo& method : search_methods()) {
    if (method.settings.empty()) continue;
    out += "  " + method.name + "\n";
    for (const Setting& setting : method.settings) {
      out += entry("    " + setting.name,
                   fmt::format("{} ({} .. {}; default {}, {})", setting.summary, number_text(setting.least),
                               number_text(setting.most), number_text(setting.standard), setting.source),
                   kColumn, text_columns(stdout));
    }
  }
  return out;
}

}  // namespace variegate::cli
