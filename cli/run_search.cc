#include "cli/run_search.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <utility>

#include "cli/announce_data.h"
#include "cli/interrupt.h"
#include "cli/prepared_data.h"
#include "cli/report_file.h"
#include "cli/search_progress.h"
#include "cli/study_summary.h"
#include "cli/worker_path.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/search/searcher.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/fit_to_budget.h"
#include "variegate/study/replay.h"
#include "variegate/study/study.h"
#include "variegate/study/study_folder.h"

namespace variegate::cli {
namespace {

void say(const std::string& line) { fmt::print(stderr, "{}\n", line); }

// begun: the study that is gone on with; nullptr: a new one.
StudyPlan plan_of(const SearchRun& run, const StudyFolder* begun) {
  if (begun != nullptr && !run.repeated)
    return {.study = continued(begun->options(), run.request), .sizes = {}, .notes = {}, .warnings = {}};
  StudyPlan plan = plan_study(run.request);
  if (!run.resume) {
    for (const std::string& note : plan.notes) say(note);
  }
  for (const std::string& warning : plan.warnings) say("warning: " + warning);
  return plan;
}

void fit_to_budget(StudyPlan& plan, const SearchRun& run, const CommandClock& clock) {
  const Trainers trainers{.jobs = run.jobs, .open = [&run](const OpenRequest& open) {
                            return open_evaluator(workers(run.jobs), open);
                          }};
  variegate::fit_to_budget(plan, run.request, trainers, clock, interrupted(), [&](const std::string& line) {
    if (!run.json) say(line);
  });
}

// Runs the study in the folder, with workers of its own. clock: of the command.
StudyRecord run_in(StudyFolder& folder, const StudyOptions& study, int jobs, SearchProgress& progress,
                   const CommandClock& clock) {
  StudyObserver observer = progress.observer();
  observer.trial_ended = [&, show = observer.trial_ended](const StudyProgress& now,
                                                          const TrialRecord& trial) {
    folder.write_best_so_far(now.record, trial);
    show(now, trial);
  };
  OpenRequest open = open_request(study, folder.log().state());
  const auto prepared = prepare_data(study.data, folder.path(), jobs, open);
  const std::string checkpoints =
      drive_of(study.method) == Drive::population ? folder.checkpoint_folder() : "";
  const std::unique_ptr<Evaluator> evaluator = open_evaluator(workers(jobs), open, checkpoints);
  return run_study(study, folder.log(), *evaluator, observer, interrupted(), make_searcher, clock);
}

[[noreturn]] void stopped(const SearchRun& run, const StudyRecord& record, const StudyFolder& folder) {
  const bool found = !best_trials(record, 1, {}).empty();
  throw Error({.where = run.out,
               .what = fmt::format("stopped before the end; what is done is kept{}",
                                   found ? ", the best so far in " + folder.policy_path() : ""),
               .got = "",
               .expected = "",
               .mend = fmt::format("continue with: variegate search --resume --out {}", run.out)},
              ErrorKind::interrupted);
}

}  // namespace

int run_search(const SearchRun& run) {
  using std::chrono::steady_clock;
  const CommandClock clock = [begin = steady_clock::now()] {
    return std::chrono::duration<double>(steady_clock::now() - begin).count();
  };
  // What cannot run is reported before a folder is made for it; otherwise the folder is removed again.
  if (!run.resume) check_study_apart(run.request.study.data, run.out);
  std::optional<StudyFolder> opened;
  if (run.resume) opened = StudyFolder::resume(run.out);
  StudyPlan plan = plan_of(run, opened ? &*opened : nullptr);
  worker_path();
  if (!run.resume) announce_data(plan.study.data, true);
  StudyFolder folder = opened ? std::move(*opened) : StudyFolder::create(run.out);
  SearchProgress progress(!run.json, run.jobs);
  StudyRecord record;
  try {
    // One that was killed while the speed was measured has an empty log: nothing is chosen yet.
    const bool begun = folder.log().state().started;
    if (begun && run.repeated) plan.study = resumed(plan.study, run.request, folder.options());
    if (!begun && plan.study.budget_seconds > 0.0) fit_to_budget(plan, run, clock);
    record = run_in(folder, plan.study, run.jobs, progress, clock);
  } catch (const Error&) {
    if (!run.resume) StudyFolder::discard_unstarted(std::move(folder));
    throw;
  }
  if (!record.chosen) stopped(run, record, folder);
  record.options = folder.options();  // a study that had ended already did not look where its data are now
  progress.finish();
  folder.write_policy(record);
  if (drive_of(plan.study.method) == Drive::population) folder.remove_checkpoints();
  const std::string report = write_report(record, run.out);
  if (run.json) {
    fmt::print("{}", json_text(summary_json(record, folder.policy_path(), report)));
  } else {
    print_summary(record, folder.policy_path(), report);
  }
  return 0;
}

}  // namespace variegate::cli
