// variegate report: what a study found, as one web page.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/report_file.h"
#include "cli/study_summary.h"
#include "variegate/core/json.h"
#include "variegate/study/study_folder.h"

namespace variegate::cli {
namespace {

struct Options {
  std::string folder;
  std::string out;
  bool json = false;
};

int report(const Options& options) {
  const std::string page = write_report(options.folder, options.out);
  if (options.json) {
    const StudyRecord study = read_study(options.folder);
    fmt::print("{}", json_text(summary_json(study, options.folder + "/policy.json", page)));
  } else {
    fmt::print("{}\n", page);
  }
  return 0;
}

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
            app.add_flag("--json", options->json, "what it says, for machines, beside the page");
            app.footer(
                "examples:\n"
                "  variegate report study\n"
                "  variegate report study --out result.html");
            return [options] { return report(*options); };
          }};
}

}  // namespace variegate::cli
