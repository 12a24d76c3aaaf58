#include "variegate/study/study.h"

#include <fmt/format.h>

#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/study/data_paths.h"
#include "variegate/study/final_phase.h"
#include "variegate/study/options_json.h"
#include "variegate/study/replay.h"
#include "variegate/study/search_phase.h"
#include "variegate/study/session.h"

namespace variegate {
namespace {

constexpr std::chrono::milliseconds kPatience{200};

class Study {
 public:
  Study(Session& session, const SearcherFactory& factory) : session_(session), factory_(factory) {}

  StudyRecord run() {
    begin();
    if (session_.known().chosen) return session_.known();
    session_.record(SessionStarted{.jobs = session_.evaluator.slots(), .seconds_before = session_.seconds()});
    try {
      const bool ended = open_data() && run_search(session_, factory_) && run_final_round(session_);
      session_.record(SessionEnded{ended ? "done" : "interrupted"});
    } catch (const Error& error) {
      session_.record(SessionEnded{error.what()});
      throw;
    }
    return session_.known();
  }

 private:
  void begin() {
    check(session_.options);
    if (!session_.state().started) {
      return session_.record(StudyStarted{.options = session_.options, .from_folder = from_folder()});
    }
    for (const OptionChange& change : changes(session_.known().options, session_.options))
      refuse_unless_allowed(change);
    if (session_.options.trials != session_.known().options.trials ||
        session_.options.budget_seconds != session_.known().options.budget_seconds) {
      session_.record(LimitsChanged{.trials = session_.options.trials,
                                    .budget_seconds = session_.options.budget_seconds});
    }
  }

  DataPaths from_folder() const {
    return paths_from(session_.options.data, std::filesystem::path(session_.log()).parent_path().string());
  }

  static bool is_path(const std::string& option) {
    return option == "data.train" || option == "data.validation" || option == "data.test";
  }

  void refuse_unless_allowed(const OptionChange& change) const {
    // Other spellings, other places: whether the data are the same is for their digest to say.
    if (is_path(change.name) && (change.before == "\"\"") == (change.after == "\"\"")) return;
    const bool more_trials =
        change.name == "trials" && session_.options.trials > session_.known().options.trials;
    const bool population = drive_of(session_.known().options.method) == Drive::population;
    const bool limit = !population && (more_trials || change.name == "budget_seconds");
    if (limit && !session_.state().search_ended) return;
    const bool too_late = limit && session_.state().search_ended;
    throw Error(
        {.where = session_.log(),
         .what = too_late ? fmt::format("{} can no longer be changed: the search has ended", change.name)
                          : fmt::format("the study was started with another value of {}", change.name),
         .got = change.after,
         .expected = change.before,
         .mend = "resume with the options of the start, or start a new study in another folder"},
        ErrorKind::usage);
  }

  bool open_data() {
    const Ready* ready = nullptr;
    while (ready == nullptr) {
      if (session_.stop) return false;
      if (session_.elapsed() > session_.budget()) too_slow();
      ready = session_.evaluator.ready(kPatience);
    }
    if (session_.options.folds == "on" && !ready->validation_drawn) {
      throw Error({.where = "--folds on",
                   .what = "the data have a validation part of their own, which cannot be drawn anew",
                   .got = "",
                   .expected = "validation images that are a part of the training data",
                   .mend = "leave --folds or --validation out"},
                  ErrorKind::usage);
    }
    if (session_.state().opened) {
      require_same("the data have changed since the study began", ready->data_digest,
                   session_.known().data.data_digest);
      note_new_place();
      require_same("the workers train in another precision than the study began with", ready->precision,
                   session_.known().data.precision);
    } else {
      session_.record(Opened{*ready});
    }
    session_.tell(session_.observer.opened);
    return true;
  }

  void note_new_place() {
    const DataSpec& now = session_.options.data;
    const DataSpec& then = session_.known().options.data;
    if (now.train == then.train && now.validation == then.validation && now.test == then.test) return;
    session_.record(DataMoved{.paths = {.train = now.train, .validation = now.validation, .test = now.test},
                              .from_folder = from_folder()});
  }

  [[noreturn]] void too_slow() const {
    throw Error({.where = "--budget",
                 .what = "the budget was spent before the data were read",
                 .got = fmt::format("{:.0f} s", session_.budget()),
                 .expected = "more time, or less data",
                 .mend = "raise --budget, or lower --train-size, --validation-size or --resolution"});
  }

  void require_same(const char* what, const std::string& now, const std::string& then) const {
    if (now == then) return;
    throw Error(
        {.where = session_.log(),
         .what = what,
         .got = now,
         .expected = then,
         .mend = "bring back what was there (--data names where it is now), or start a new study in another "
                 "folder"});
  }

  Session& session_;
  const SearcherFactory& factory_;
};

}  // namespace

StudyRecord run_study(const StudyOptions& options, Store& store, Evaluator& evaluator,
                      const StudyObserver& observer, const std::atomic<bool>& stop,
                      const SearcherFactory& factory, const CommandClock& clock) {
  Session session(options, store, evaluator, observer, stop, clock);
  return Study(session, factory).run();
}

OpenRequest open_request(const StudyOptions& options, const Store& store) {
  OpenRequest open;
  open.data = options.data;
  open.child = options.child;
  const StudyState state = replay(store);
  if (state.opened) open.child.precision = state.record.data.precision;
  return open;
}

}  // namespace variegate
