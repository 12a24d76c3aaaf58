// variegate report: what a study found, as one web page.
#include <fmt/format.h>

#include <filesystem>

#include "cli/command.h"
#include "cli/report_file.h"
#include "cli/study_summary.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/nearest_path.h"
#include "variegate/study/study_folder.h"

namespace variegate::cli {
namespace {

struct Options {
  std::string folder;
  std::string out;
  bool json = false;
};

// Names the folder that was meant by a name that is not there, or by the policy in a study's folder.
void require_folder(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return;
  const bool file = fs::exists(path, ignored);
  const std::string folder = fs::path(path).parent_path().string();
  throw Error({.where = path,
               .what = "not the folder of a study",
               .got = file ? "a file" + (folder.empty() ? "" : " (did you mean '" + folder + "'?)")
                           : "nothing of that name" + did_you_mean_path(path),
               .expected = "the --out of a search",
               .mend = ""},
              ErrorKind::usage);
}

int report(const Options& options) {
  require_folder(options.folder);
  const StudyRecord study = read_study(options.folder);
  const std::string page = write_report(study, options.folder, options.out);
  if (options.json) {
    Json json = summary_json(study, options.folder + "/policy.json", page);
    json["uses"] = Json::array();
    for (const PolicyUse& use : policy_uses(study, options.folder))
      json["uses"].push_back({{"purpose", use.purpose}, {"command", use.command}});
    fmt::print("{}", json_text(json));
  } else {
    fmt::print("{}\n", page);
  }
  return 0;
}

}  // namespace

Command report_command() {
  return {.name = "report",
          .summary = "what a study found, as one web page that needs nothing else",
          .order = 40,
          .setup = [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<Options>();
            app.add_option(
                   "STUDY", options->folder,
                   "folder of a study (the --out of variegate search), finished or under way; with the "
                   "comparison.json in it, if any")
                ->required();
            app.add_option("--out", options->out, "the page to write; STUDY/report.html by default")
                ->type_name("FILE");
            app.add_flag("--json", options->json, "figures and commands for machines, beside the page");
            app.footer(
                "examples:\n"
                "  variegate report study\n"
                "  variegate report study --out result.html");
            return [options] { return report(*options); };
          }};
}

}  // namespace variegate::cli
