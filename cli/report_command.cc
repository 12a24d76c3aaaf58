// variegate report: what a study found, as one web page.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/report_file.h"

namespace variegate::cli {
namespace {

struct Options {
  std::string folder;
  std::string out;
};

}  // namespace

Command report_command() {
  return {.name = "report",
          .summary = "what a study found, as one web page that needs nothing else",
          .place = 40,
          .setup = [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<Options>();
            app.add_option(
                   "STUDY", options->folder,
                   "folder of a study (the --out of variegate search), finished or under way; with the "
                   "comparison.json in it, if any")
                ->required();
            app.add_option("--out", options->out, "the page to write; STUDY/report.html by default")
                ->type_name("FILE");
            app.footer(
                "examples:\n"
                "  variegate report study\n"
                "  variegate report study --out result.html");
            return [options] {
              fmt::print("{}\n", write_report(options->folder, options->out));
              return 0;
            };
          }};
}

}  // namespace variegate::cli
