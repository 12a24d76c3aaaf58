#include "cli/data_options.h"

#include "cli/described_options.h"

namespace variegate::cli {
namespace {

constexpr const char* kGroup = "Data";

bool is_of_test_part(const std::string& name) { return name.starts_with("test"); }

}  // namespace

void add_data_options(CLI::App& app, DataSpec& spec) {
  add_described(app, spec, kGroup,
                [](const std::string& name, const About&) { return !is_of_test_part(name); });
  app.get_option("--data")->required();
  const auto automatic = [](std::string& text) {
    if (text == "auto") text = "0";
    return std::string();
  };
  app.get_option("--resolution")->transform(CLI::Validator(automatic, ""));
}

void add_reading_options(CLI::App& app, DataSpec& spec, const std::string& group) {
  add_described(app, spec, group, named({"format", "parts"}));
}

void add_test_options(CLI::App& app, DataSpec& spec) {
  add_described(app, spec, kGroup,
                [](const std::string& name, const About&) { return is_of_test_part(name); });
}

}  // namespace variegate::cli
