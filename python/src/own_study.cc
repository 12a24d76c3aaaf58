#include "python/src/own_study.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "python/src/options.h"
#include "variegate/policy/published.h"
#include "variegate/store/open_store.h"
#include "variegate/study/begin.h"
#include "variegate/study/plan.h"
#include "variegate/study/study.h"

namespace variegate::python {
namespace {

constexpr const char* kSearch = "search";

// Settings of a method have no description in common: they are numbers by name, which the method checks.
Settings take_settings(Json& given) {
  Settings settings;
  const auto asked = given.find("settings");
  if (asked == given.end()) return settings;
  const Json own = *asked;
  given.erase(asked);
  constexpr double kAny = 1e300;
  JsonReader reader(own, kSearch, "$.settings");
  for (const std::string& name : reader.names()) settings[name] = reader.member(name).number(-kAny, kAny);
  return settings;
}

StudyRequest request_of(const StudyAsked& asked) {
  StudyRequest request;
  Json given = parse_json(asked.options, kSearch);
  request.given = {.space = given.contains("kind") || !asked.listed.empty(),
                   .trials = given.contains("trials"),
                   .budget = given.contains("budget_seconds"),
                   .task = true,
                   .resolution = true,
                   .final_seeds = given.contains("final_seeds")};
  const bool names_baselines = given.contains("baselines");
  std::vector<std::string> known{"settings"};
  request.study.settings = take_settings(given);
  // Of a training of the caller's own nothing is known to which these could apply.
  for (const char* meaningless : {"metric", "folds", "base"}) {
    if (given.contains(meaningless)) refuse_others(Json{{meaningless, given[meaningless]}}, known, kSearch);
  }
  take_options(given, request.study, known, kSearch);
  take_options(given, request.space, known, kSearch);
  take_options(given, request.space.sub_policies, known, kSearch);
  std::erase_if(known, [](const std::string& name) { return name == "metric" || name == "folds"; });
  refuse_others(given, known, kSearch);
  // Without a base "manual" says what "none" would.
  if (!names_baselines && !asked.base) std::erase(request.study.baselines, "none");
  return request;
}

StudyOptions options_of(const StudyAsked& asked, const StudyFolder& folder, std::vector<std::string>& notes,
                        std::vector<std::string>& warnings) {
  const StudyRequest request = request_of(asked);
  const bool begun = folder.log().state().started;
  if (begun && asked.options == "{}" && asked.listed.empty() && !asked.base)
    return continued(folder.options(), request);
  const Policy base = asked.base.value_or(base_policy("none"));
  Space space{.kind = ListSpace{.policies = asked.listed}, .base = base};
  if (asked.listed.empty()) {
    space = space_of(request, base);
  } else {
    check(space);
  }
  StudyPlan plan = plan_own_training(request, space);
  if (begun) return resumed(plan.study, request, folder.options());
  notes = plan.notes;
  warnings = plan.warnings;
  return plan.study;
}

bool holds_study(const std::string& folder) {
  std::error_code ignored;
  return std::filesystem::exists(log_file(folder), ignored);
}

std::string words(const Metric& metric) {
  return fmt::format("{}, {}{}", metric.name, metric.larger_is_better ? "maximize" : "minimize",
                     metric.share ? ", a share of 0 .. 1" : "");
}

Ready ready_of(const StudyAsked& asked, const StudyFolder& folder) {
  Ready ready;
  ready.metric = asked.metric.value_or(Metric{.name = "value", .share = false});
  ready.evaluation_samples = asked.validation_samples;
  ready.precision = "fp32";
  if (!folder.log().state().opened) return ready;
  const Ready& before = folder.log().known().data;
  if (asked.metric && *asked.metric != before.metric) {
    throw Error({.where = folder.log().name(),
                 .what = "the study was started with another metric",
                 .got = words(*asked.metric),
                 .expected = words(before.metric),
                 .mend = "resume with that of the start, or start a new study in another folder"},
                ErrorKind::usage);
  }
  return before;
}

}  // namespace

OwnStudy::OwnStudy(const StudyAsked& asked) : process_(getpid()) {
  if (asked.jobs < 1 || asked.jobs > 1024) {
    throw Error({.where = "search: jobs",
                 .what = "out of range",
                 .got = std::to_string(asked.jobs),
                 .expected = "1 .. 1024",
                 .mend = ""},
                ErrorKind::usage);
  }
  const bool resume = holds_study(asked.folder);
  folder_ = std::make_unique<StudyFolder>(resume ? StudyFolder::resume(asked.folder)
                                                 : StudyFolder::create(asked.folder));
  try {
    options_ = options_of(asked, *folder_, notes_, warnings_);
    const bool population = drive_of(options_.method) == Drive::population;
    training_ = std::make_unique<OwnTraining>(ready_of(asked, *folder_), asked.jobs,
                                              population ? folder_->checkpoint_folder() : "");
    begin_study(options_, folder_->log());
  } catch (const Error&) {
    if (!resume) StudyFolder::discard_unstarted(std::move(*folder_));
    throw;
  }
  thread_ = std::make_unique<std::thread>([this] { run(); });
}

OwnStudy::~OwnStudy() {
  close();
  if (thread_ == nullptr) return;
  // In a forked process: neither the thread, nor what it may have held at the fork, can be cleaned away.
  (void)thread_.release();
  (void)training_.release();
  (void)folder_.release();
}

void OwnStudy::run() {
  StudyObserver observer;
  observer.trial_ended = [this](StudyObserver::Progress progress, const TrialRecord& trial) {
    folder_->write_best_so_far(progress.record, trial);
  };
  observer.final_started = [this](StudyObserver::Progress, const ArmRecord& arm, std::size_t) {
    training_->name_next_arm(arm.name);
  };
  try {
    const StudyRecord record = run_study(options_, folder_->log(), *training_, observer, stop_);
    if (record.chosen) {
      folder_->write_policy(record);
      if (drive_of(options_.method) == Drive::population) folder_->remove_checkpoints();
    }
  } catch (...) {
    error_ = std::current_exception();
  }
  done_ = true;
  training_->end();
}

void OwnStudy::close() {
  if (thread_ == nullptr || getpid() != process_) return;
  stop_ = true;
  training_->close();
  thread_->join();
  thread_.reset();
  closed_ = folder_->log().known();
  folder_.reset();  // others may take the study up
}

void OwnStudy::rethrow() const {
  if (done_ && error_) std::rethrow_exception(error_);
}

StudyRecord OwnStudy::record() {
  if (closed_) return *closed_;
  StudyRecord record;
  training_->while_at_rest([&] { record = folder_->log().known(); });
  return record;
}

}  // namespace variegate::python
