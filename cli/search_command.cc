// variegate search: find a policy for the user's data.
#include <algorithm>
#include <memory>

#include "cli/child_options.h"
#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/described_options.h"
#include "cli/method_settings.h"
#include "cli/run_search.h"
#include "variegate/core/error.h"

namespace variegate::cli {
namespace {

struct Options {
  SearchRun run;
  std::vector<std::string> settings;
};

void add_search_options(CLI::App& app, Options& options) {
  add_described(app, options.run.request.study, "", in_group("Search"));
  add_settings_option(app, options.settings);
  add_jobs_option(app, options.run.jobs);
}

void add_space_options(CLI::App& app, StudyRequest& request) {
  const char* group = "Search space";
  add_described(app, request.space, group, named({"kind", "base", "ops", "mixes"}));
  add_described(app, request.space.sub_policies, group);
  add_described(app, request.space, group, named({"policies"}));
}

// What was named on the command line.
StudyRequest::Given given_of(const CLI::App& app) {
  const auto named = [&](const char* option) { return app.count(option) > 0; };
  return {.space = named("--space"),
          .trials = named("--trials"),
          .budget = named("--budget"),
          .task = named("--train-size") || named("--epochs"),
          .resolution = named("--resolution"),
          .final_seeds = named("--final-seeds")};
}

// A resume need not name the options of the start again; whoever names the data and one more names them all.
bool repeats_the_start(const CLI::App& app) {
  const std::vector<std::string> repeatable{"--data",   "--validation", "--test", "--out", "--resume",
                                            "--trials", "--budget",     "--jobs", "--json"};
  const std::vector<const CLI::Option*> options = app.get_options();
  return app.count("--data") > 0 &&
         std::any_of(options.begin(), options.end(), [&](const CLI::Option* option) {
           return option->count() > 0 &&
                  std::find(repeatable.begin(), repeatable.end(), option->get_name()) == repeatable.end();
         });
}

int search(const CLI::App& app, Options& options) {
  SearchRun& run = options.run;
  if (app.count("--data") == 0 && !run.resume) {
    throw Error({.where = "--data",
                 .what = "no training data named",
                 .got = "",
                 .expected = "--data PATH",
                 .mend = "see variegate search --help"},
                ErrorKind::usage);
  }
  run.request.given = given_of(app);
  run.request.study.settings = settings_of(options.settings);
  run.repeated = repeats_the_start(app);
  return run_search(run);
}

}  // namespace

Command search_command() {
  return {
      .name = "search",
      .summary = "find the policy with which a child model validates best on your data",
      .order = 10,
      .setup = [](CLI::App& app) -> std::function<int()> {
        auto options = std::make_shared<Options>();
        SearchRun& run = options->run;
        run.jobs = default_jobs();
        add_data_options(app, run.request.study.data);
        app.get_option("--data")->required(false);
        add_search_options(app, *options);
        add_space_options(app, run.request);
        add_described(app, run.request.study, "", in_group("Final round"));
        add_child_options(app, run.request.study.child);
        app.add_option("--out", run.out, "folder of the study: event log, policy.json, report.html")
            ->capture_default_str();
        app.add_flag("--resume", run.resume, "continue the study in --out");
        app.add_flag("--json", run.json, "a summary for machines, no progress");
        app.footer(settings_help() +
                   "\nAny kill, at any moment, loses at most the trials that were running.\n\n"
                   "examples:\n"
                   "  variegate search --data photos/ --budget 2h --out study\n"
                   "  variegate search --data mnist/ --validation target_sample/ --trials 60 --out study\n"
                   "  variegate search --resume --out study");
        return [&app, options] { return search(app, *options); };
      }};
}

}  // namespace variegate::cli
