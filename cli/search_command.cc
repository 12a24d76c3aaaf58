// variegate search: find a policy for the user's data.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>

#include "cli/announce_data.h"
#include "cli/base_option.h"
#include "cli/child_options.h"
#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/fit_to_budget.h"
#include "cli/interrupt.h"
#include "cli/method_settings.h"
#include "cli/prepared_data.h"
#include "cli/report_file.h"
#include "cli/search_progress.h"
#include "cli/size_options.h"
#include "cli/study_summary.h"
#include "cli/values.h"
#include "cli/worker_path.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/executor/worker_pool.h"
#include "variegate/policy/published.h"
#include "variegate/search/auto_method.h"
#include "variegate/search/searcher.h"
#include "variegate/study/data_paths.h"
#include "variegate/study/early_stop.h"
#include "variegate/study/final_round.h"
#include "variegate/study/options_json.h"
#include "variegate/study/replay.h"
#include "variegate/study/study.h"
#include "variegate/study/study_folder.h"

namespace variegate::cli {
namespace {

struct Options {
  StudyOptions study;
  std::string space = "sub-policies";
  SubPolicySpace sub_policies;
  UniformSpace uniform;
  std::vector<std::string> settings;
  std::vector<std::string> ops;
  std::vector<std::string> policies;
  std::string base = "auto";
  int jobs = default_jobs();
  std::string out = "study";
  bool resume = false;
  bool json = false;
  bool given_data = false;
  bool given_more = false;  // options that a resume need not repeat, beside those that name the data
  bool given_trials = false;
  bool given_budget = false;
  bool given_final_seeds = false;
  Given given;
};

const std::string kAuto = "auto";
constexpr std::int64_t kDefaultTrials = 40;
constexpr std::int64_t kDefaultMembers = 16;  // of a population: Ho et al. 2019

void add_search_options(CLI::App& app, Options& options) {
  StudyOptions& study = options.study;
  const char* group = "Search";
  std::vector<std::string> methods{kAuto}, rules;
  for (const MethodInfo& method : search_methods()) methods.push_back(method.name);
  for (const EarlyStopRule& rule : early_stop_rules()) rules.push_back(rule.name);
  app.add_option(
         "--method", study.method,
         "way in which policies are proposed; auto: by the space and the number of trials (docs/methods.md)")
      ->transform(one_of(methods))
      ->capture_default_str()
      ->group(group);
  app.add_option(
         "--trials", study.trials,
         fmt::format("policies to try; 0: as many as --budget allows, or {}. Members of a population: "
                     "0: {}",
                     kDefaultTrials, kDefaultMembers))
      ->check(whole(0, 1'000'000))
      ->capture_default_str()
      ->group(group);
  app.add_option("--budget", study.budget_seconds,
                 "time for the whole command, report included, with its unit: 90s, 20m, 2h; 0: no limit. "
                 "Without --train-size and "
                 "--epochs, trials are cut to fit it, and without --trials the members of a population")
      ->transform(duration())
      ->capture_default_str()
      ->group(group);
  app.add_option(
         "--epochs", study.epochs,
         "epochs of a trial; too few favour weak augmentation: rather cut --train-size (docs/search.md)")
      ->check(whole(1, 100'000))
      ->capture_default_str()
      ->group(group);
  app.add_option("--early-stop", study.early_stop, "rule by which a trial is given up as hopeless")
      ->transform(one_of(rules))
      ->capture_default_str()
      ->group(group);
  app.add_option("--seed", study.seed, "seed of the whole study; the same one finds the same policy")
      ->check(seed())
      ->capture_default_str()
      ->group(group);
  app.add_option("--lookahead", study.lookahead,
                 "trials proposed before the outcome of one is learnt from: the search itself uses at most "
                 "lookahead + 1 of the --jobs")
      ->check(whole(0, 1023))
      ->capture_default_str()
      ->group(group);
  add_settings_option(app, options.settings);
  add_jobs_option(app, options.jobs);
}

void add_space_options(CLI::App& app, Options& options) {
  const char* group = "Search space";
  app.add_option(
         "--space", options.space,
         "sub-policies: one of several short sequences a sample (AutoAugment); uniform: N operations of "
         "one strength (RandAugment); intensities: a probability and a strength for every operation (PBA), "
         "which is what --method pba takes; list: the policies of --policies")
      ->transform(one_of({"sub-policies", "uniform", "intensities", "list"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--base", options.base, base_help("every policy"))->capture_default_str()->group(group);
  app.add_option("--ops", options.ops,
                 "operations to choose from, separated by commas; by default those of docs/search.md")
      ->delimiter(',')
      ->group(group);
  app.add_option("--sub-policies", options.sub_policies.sub_policies, "most sub-policies in a policy")
      ->check(whole(1, 100))
      ->capture_default_str()
      ->group(group);
  app.add_option("--calls", options.sub_policies.calls, "operations in a sub-policy")
      ->check(whole(1, 10))
      ->capture_default_str()
      ->group(group);
  app.add_option(
         "--broad", options.sub_policies.broad_calls,
         "most operations drawn for every sample before the sub-policies, as RandAugment does; 0: none")
      ->check(whole(0, 10))
      ->capture_default_str()
      ->group(group);
  app.add_option("--policies", options.policies,
                 "files and published names for --space list, separated by commas")
      ->delimiter(',')
      ->group(group);
}

void add_final_options(CLI::App& app, StudyOptions& study) {
  const char* group = "Final round";
  app.add_option("--final-policies", study.final_policies,
                 "best policies of the search that are trained again beside the baselines; 0: no final round")
      ->check(whole(0, 100))
      ->capture_default_str()
      ->group(group);
  app.add_option(
         "--confidence", study.confidence,
         "probability with which a policy must be better, over seeds and validation pictures, to be kept "
         "in place of a simpler one: manual first, then the other baselines")
      ->check(real(0.5, 1.0))
      ->capture_default_str()
      ->group(group);
  app.add_option(
         "--folds", study.folds,
         "whether every seed of the final round trains and validates on a split of its own (on, off); auto: "
         "where fewer than 600 pictures validate and are a part of --data")
      ->transform(one_of({"auto", "on", "off"}))
      ->capture_default_str()
      ->group(group);
  app.add_option(
         "--final-seeds", study.final_seeds,
         "fresh seeds, the same for every arm; 0: 3, or 5 where each has a split of its own. 1 and 2 give "
         "no intervals")
      ->check(whole(0, 100))
      ->capture_default_str()
      ->group(group);
  app.add_option("--final-epochs", study.final_epochs, "0: half as many again as a trial's")
      ->check(whole(0, 100'000))
      ->capture_default_str()
      ->group(group);
  app.add_option("--baselines", study.baselines,
                 "arms of the final round besides: none, manual, published names, files")
      ->delimiter(',')
      ->group(group);
}

Space space_of(const Options& options) {
  Space space;
  space.base = base_of(options.base, options.study.data);
  if (options.space == "sub-policies") {
    SubPolicySpace sub_policies = options.sub_policies;
    if (!options.ops.empty()) sub_policies.ops = options.ops;
    space.kind = sub_policies;
  } else if (options.space == "uniform") {
    UniformSpace uniform = options.uniform;
    if (!options.ops.empty()) uniform.ops = options.ops;
    space.kind = uniform;
  } else if (options.space == "intensities") {
    IntensitySpace intensities;
    if (!options.ops.empty()) intensities.ops = options.ops;
    space.kind = intensities;
  } else {
    ListSpace list;
    for (const std::string& name : options.policies) list.policies.push_back(find_policy(name));
    if (list.policies.empty()) {
      throw Error({.where = "--space list",
                   .what = "no policies to choose from",
                   .got = "",
                   .expected = "--policies NAME,NAME,...",
                   .mend = ""},
                  ErrorKind::usage);
    }
    space.kind = list;
  }
  check(space);
  return space;
}

[[noreturn]] void no_data() {
  throw Error({.where = "--data",
               .what = "no training data named",
               .got = "",
               .expected = "--data PATH",
               .mend = "see variegate search --help"},
              ErrorKind::usage);
}

void warn_of_size(const Space& space) {
  constexpr std::size_t kManyCoordinates = 120;  // twice those of the standard space
  const std::size_t coordinates = dimensions(space).size();
  if (coordinates <= kManyCoordinates) return;
  fmt::print(stderr, "warning: gp learns little over {} coordinates; a smaller space: {}\n", coordinates,
             std::holds_alternative<SubPolicySpace>(space.kind)
                 ? "--sub-policies 5 --calls 2"
                 : "fewer operations (--ops), or --space uniform");
}

// Names of files among the arms, so that a resume finds them from any folder.
void make_absolute(std::vector<std::string>& arms) {
  for (std::string& arm : arms) {
    std::error_code ignored;
    if (arm.ends_with(".json") && std::filesystem::exists(arm, ignored))
      arm = std::filesystem::absolute(arm).string();
  }
}

// The options as given.
StudyOptions asked(const Options& options) {
  StudyOptions study = options.study;
  study.data = with_absolute_paths(study.data);
  make_absolute(study.baselines);
  const TrainingSize size = settle_size(study.data);
  study.space = space_of(options);
  study.settings = settings_of(options.settings);
  const bool unlimited = study.trials == 0 && study.budget_seconds == 0.0;
  const bool chosen = study.method == kAuto;
  std::string why;
  if (chosen) {
    MethodChoice choice = choose_method(study.space, unlimited ? kDefaultTrials : study.trials);
    study.method = choice.method;
    why = choice.why;
  }
  const bool population = drive_of(study.method) == Drive::population;
  if (population && study.trials == 0) {
    study.trials = kDefaultMembers;
  } else if (unlimited) {
    study.trials = kDefaultTrials;
  }
  check(study);
  // Refuses a method that does not fit the space, and settings that it does not have.
  make_searcher(study.method, study.space, {.epochs = study.epochs, .settings = study.settings});
  // With a budget it is what fits that decides, and it is said then.
  const bool open = study.budget_seconds > 0.0 && !options.given.resolution;
  if (!size.line.empty() && !options.resume && !open) fmt::print(stderr, "{}\n", size.line);
  if (chosen && !options.resume) fmt::print(stderr, "method {}: {}\n", study.method, why);
  if (study.method == "gp") warn_of_size(study.space);
  return study;
}

// What was chosen for a study at its start, and is not named now, stays as it is.
void keep_chosen(StudyOptions& study, const Options& options) {
  const StudyOptions before = options_of(options.out);
  study.data.allow_overlap |= before.data.allow_overlap;
  if (options.study.method == kAuto) study.method = before.method;
  if (drive_of(study.method) == Drive::population && !options.given.members) study.trials = before.trials;
  if (!options.given.resolution) {
    study.data.resolution = before.data.resolution;
    study.data.fit = before.data.fit;
  }
  // Earlier versions had another default.
  if (!options.given_final_seeds) study.final_seeds = before.final_seeds;
  if (options.given.task) return;
  study.data.train_size = before.data.train_size;
  study.epochs = before.epochs;
}

// Those of the log, for a resume: only the limits and the place of the data may be new.
StudyOptions stored(const Options& options) {
  StudyOptions study = options_of(options.out);
  const DataSpec named = with_absolute_paths(options.study.data);
  if (!named.train.empty()) study.data.train = named.train;
  if (!named.validation.empty()) study.data.validation = named.validation;
  if (!named.test.empty()) study.data.test = named.test;
  if (options.given_trials) study.trials = options.study.trials;
  if (options.given_budget) study.budget_seconds = options.study.budget_seconds;
  return study;
}

// The sizes among which a budget may choose.
Sides sides_of(const DataSpec& data, const Given& given) {
  if (given.resolution || data.resolution == 0) return {};
  const SizeChoice choice = choose_size(survey_training_part(data));
  return {.all = choice.sides, .usual = choice.usual};
}

// A study among the data that it reads would be taken for a class of them.
void refuse_among_data(const Options& options) {
  namespace fs = std::filesystem;
  const DataSpec& data = options.study.data;
  const auto within = [](const fs::path& inner, const fs::path& outer) {
    return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
  };
  std::error_code ignored;
  const fs::path out = fs::weakly_canonical(fs::absolute(options.out), ignored);
  for (const std::string& named : {data.train, data.validation, data.test}) {
    if (named.empty() || !fs::is_directory(named, ignored)) continue;
    const fs::path path = fs::canonical(named, ignored);
    const bool among = within(out, path);
    if (!among && !within(path, out)) continue;
    throw Error(
        {.where = "--out " + options.out,
         .what = among ? "the study would lie among the data that it reads"
                       : "the data would lie in the folder of the study",
         .got = fmt::format("data in {}", path.string()),
         .expected = "two folders side by side",
         .mend = fmt::format("name another one, such as --out {}", (path.parent_path() / "study").string())},
        ErrorKind::usage);
  }
}

// Runs the study in the folder, with workers of its own. clock: of the command.
StudyRecord run(const StudyOptions& study, int jobs, StudyFolder& folder, SearchProgress& progress,
                const CommandClock& clock) {
  const std::atomic<bool>& stop = interrupted();
  StudyObserver observer = progress.observer();
  observer.trial_ended = [&, show = observer.trial_ended](const StudyProgress& now,
                                                          const TrialRecord& trial) {
    folder.write_best_so_far(now.record, trial);
    show(now, trial);
  };
  const bool population = drive_of(study.method) == Drive::population;
  OpenRequest open = open_request(study, folder.log().state());
  const auto prepared = prepare_data(study.data, folder.path(), jobs, open);
  WorkerPool pool({worker_path()}, open, jobs, population ? folder.checkpoint_folder() : "");
  return run_study(study, folder.log(), pool, observer, stop, make_searcher, clock);
}

int search(const Options& options) {
  using std::chrono::steady_clock;
  const CommandClock clock = [begin = steady_clock::now()] {
    return std::chrono::duration<double>(steady_clock::now() - begin).count();
  };
  if (!options.given_data && !options.resume) no_data();
  if (!options.resume) refuse_among_data(options);
  // What cannot run is told before a folder is made for it, or the folder is taken away again.
  const bool repeated = options.given_data && (options.given_more || !options.resume);
  StudyOptions study = repeated ? asked(options) : stored(options);
  worker_path();
  if (!options.resume) announce_data(study.data, true);
  StudyFolder folder = options.resume ? StudyFolder::resume(options.out) : StudyFolder::create(options.out);
  SearchProgress progress(!options.json, options.jobs);
  StudyRecord record;
  try {
    // One that was killed while the speed was measured has an empty log: nothing is chosen yet.
    const bool begun = folder.log().state().started;
    if (begun && repeated) keep_chosen(study, options);
    if (!begun && study.budget_seconds > 0.0)
      fit_to_budget(study, options.jobs, options.given, sides_of(study.data, options.given), clock,
                    options.json);
    record = run(study, options.jobs, folder, progress, clock);
  } catch (const Error&) {
    if (!options.resume) StudyFolder::discard_unstarted(std::move(folder));
    throw;
  }
  if (!record.chosen) {
    const bool found = !best_trials(record, 1, {}).empty();
    throw Error({.where = options.out,
                 .what = fmt::format("stopped before the end; what is done is kept{}",
                                     found ? ", the best so far in " + folder.policy_path() : ""),
                 .got = "",
                 .expected = "",
                 .mend = fmt::format("go on with: variegate search --resume --out {}", options.out)},
                ErrorKind::interrupted);
  }
  progress.finish();
  folder.write_policy(record);
  if (drive_of(study.method) == Drive::population) folder.remove_checkpoints();
  const std::string report = write_report(options.out);
  if (options.json) {
    fmt::print("{}", json_text(summary_json(record, folder.policy_path(), report)));
  } else {
    print_summary(record, folder.policy_path(), report);
  }
  return 0;
}

}  // namespace

Command search_command() {
  return {
      .name = "search",
      .summary = "find the policy with which a child model validates best on your data",
      .place = 10,
      .setup = [](CLI::App& app) -> std::function<int()> {
        auto options = std::make_shared<Options>();
        options->study.method = kAuto;
        options->study.final_seeds = 0;
        add_data_options(app, options->study.data);
        app.get_option("--data")->required(false);
        add_search_options(app, *options);
        add_space_options(app, *options);
        add_final_options(app, options->study);
        add_child_options(app, options->study.child);
        app.add_option("--out", options->out, "folder of the study: event log, policy.json, report.html")
            ->capture_default_str();
        app.add_flag("--resume", options->resume, "go on with the study in --out");
        app.add_flag("--json", options->json, "a summary for machines, no progress");
        app.footer(settings_help() +
                   "\nAny kill, at any moment, loses at most the trials that were running.\n\n"
                   "examples:\n"
                   "  variegate search --data photos/ --budget 2h --out study\n"
                   "  variegate search --data mnist/ --validation target_sample/ --trials 60 --out study\n"
                   "  variegate search --resume --out study");
        return [&app, options] {
          options->given_data = app.count("--data") > 0;
          const std::vector<std::string> repeatable{"--data",   "--validation", "--test", "--out", "--resume",
                                                    "--trials", "--budget",     "--jobs", "--json"};
          for (const CLI::Option* option : app.get_options()) {
            const std::string name = option->get_name();
            options->given_more |= option->count() > 0 &&
                                   std::find(repeatable.begin(), repeatable.end(), name) == repeatable.end();
          }
          options->given_trials = app.count("--trials") > 0;
          options->given_budget = app.count("--budget") > 0;
          options->given_final_seeds = app.count("--final-seeds") > 0;
          options->given.task = app.count("--train-size") > 0 || app.count("--epochs") > 0;
          options->given.resolution = app.count("--resolution") > 0;
          options->given.members = options->study.trials > 0;
          if (options->study.method == "pba" && app.count("--space") == 0) options->space = "intensities";
          return search(*options);
        };
      }};
}

}  // namespace variegate::cli
