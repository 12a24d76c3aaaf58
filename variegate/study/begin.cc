#include "variegate/study/begin.h"

#include <fmt/format.h>

#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/study/data_paths.h"
#include "variegate/study/options_json.h"

namespace variegate {
namespace {

bool is_path(const std::string& option) {
  return option == "data.train" || option == "data.validation" || option == "data.test";
}

void refuse_unless_allowed(const OptionChange& change, const StudyOptions& options, const StudyLog& log) {
  // Other spellings, other places: whether the data are the same is for their digest to say.
  if (is_path(change.name) && (change.before == "\"\"") == (change.after == "\"\"")) return;
  const bool more_trials = change.name == "trials" && options.trials > log.known().options.trials;
  const bool population = drive_of(log.known().options.method) == Drive::population;
  const bool limit = !population && (more_trials || change.name == "budget_seconds");
  if (limit && !log.state().search_ended) return;
  const bool too_late = limit && log.state().search_ended;
  throw Error(
      {.where = log.name(),
       .what = too_late ? fmt::format("{} can no longer be changed: the search has ended", change.name)
                        : fmt::format("the study was started with another value of {}", change.name),
       .got = change.after,
       .expected = change.before,
       .mend = "resume with the options of the start, or start a new study in another folder"},
      ErrorKind::usage);
}

}  // namespace

DataPaths paths_from_log(const StudyOptions& options, const StudyLog& log) {
  return paths_from(options.data, std::filesystem::path(log.name()).parent_path().string());
}

void begin_study(const StudyOptions& options, StudyLog& log) {
  check(options);
  if (!log.state().started)
    return log.record(StudyStarted{.options = options, .from_folder = paths_from_log(options, log)});
  const StudyOptions& before = log.known().options;
  for (const OptionChange& change : changes(before, options)) refuse_unless_allowed(change, options, log);
  if (options.trials != before.trials || options.budget_seconds != before.budget_seconds)
    log.record(LimitsChanged{.trials = options.trials, .budget_seconds = options.budget_seconds});
}

}  // namespace variegate
