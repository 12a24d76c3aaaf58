// variegate data: what would be read of a data set.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/data_options.h"
#include "variegate/core/json.h"
#include "variegate/data/description.h"

namespace variegate::cli {
namespace {

struct Options {
  DataSpec data;
  bool json = false;
};

int data(const Options& options) {
  const DataDescription described = describe_data(options.data, false);
  fmt::print("{}", options.json ? json_text(to_json(described)) : words_of(described) + "\n");
  return 0;
}

}  // namespace

Command data_command() {
  return {.name = "data",
          .summary = "say what would be read of a data set: classes, parts, and what is left out",
          .order = 45,
          .setup = [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<Options>();
            app.add_option("PATH", options->data.train, "the data, as search takes them")->required();
            add_reading_options(app, options->data);
            app.add_flag("--skip-bad", options->data.skip_bad,
                         "count what cannot be read (broken links, damaged shards), instead of stopping");
            app.add_flag("--json", options->json, "the same for machines");
            app.footer(
                "No picture is read, and of the test part nothing but where it lies.\n\n"
                "examples:\n"
                "  variegate data photos/\n"
                "  variegate data photos/ --parts train=2023,test=2024 --json");
            return [options] { return data(*options); };
          }};
}

}  // namespace variegate::cli
