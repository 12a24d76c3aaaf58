#include "variegate/study/study.h"

#include <fmt/format.h>

#include "variegate/core/error.h"
#include "variegate/core/version.h"
#include "variegate/study/begin.h"
#include "variegate/study/final_round.h"
#include "variegate/study/search_phase.h"
#include "variegate/study/session.h"

namespace variegate {
namespace {

constexpr std::chrono::milliseconds kPatience{200};

class Study {
 public:
  Study(Session& session, const SearcherFactory& factory) : session_(session), factory_(factory) {}

  StudyRecord run() {
    begin_study(session_.options, session_.log);
    if (session_.known().chosen) return session_.known();
    session_.record(SessionStarted{.jobs = session_.evaluator.slots(),
                                   .seconds_before = session_.seconds(),
                                   .version = std::string(version()),
                                   .protocol = kProtocol});
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
                              .from_folder = paths_from_log(session_.options, session_.log)});
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
        {.where = session_.log.name(),
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

StudyRecord run_study(const StudyOptions& options, StudyLog& log, Evaluator& evaluator,
                      const StudyObserver& observer, const std::atomic<bool>& stop,
                      const SearcherFactory& factory, const CommandClock& clock) {
  Session session(options, log, evaluator, observer, stop, clock);
  return Study(session, factory).run();
}

StudyRecord run_study(const StudyOptions& options, Store& store, Evaluator& evaluator,
                      const StudyObserver& observer, const std::atomic<bool>& stop,
                      const SearcherFactory& factory, const CommandClock& clock) {
  StudyLog log(store);
  return run_study(options, log, evaluator, observer, stop, factory, clock);
}

OpenRequest open_request(const StudyOptions& options, const StudyState& state) {
  OpenRequest open;
  open.data = options.data;
  open.child = options.child;
  open.metric = options.metric;
  if (state.opened) open.child.precision = state.record.data.precision;
  return open;
}

}  // namespace variegate
