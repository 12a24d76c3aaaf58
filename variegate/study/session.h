// One session of a study: what its phases share. The log and the state that follows from it, the clock, and
// those outside: evaluator, observer, the user who may stop it.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "variegate/study/estimate.h"
#include "variegate/study/study.h"
#include "variegate/study/study_log.h"

namespace variegate {

class Session {
 public:
  Session(const StudyOptions& options_, StudyLog& log_, Evaluator& evaluator_, const StudyObserver& observer_,
          const std::atomic<bool>& stop_, const CommandClock& clock);

  const StudyOptions& options;  // of this session: limits may have changed
  StudyLog& log;
  Evaluator& evaluator;
  const StudyObserver& observer;
  const std::atomic<bool>& stop;

  const StudyState& state() const { return log.state(); }
  const StudyRecord& known() const { return log.known(); }

  void record(const StudyEvent& event) { log.record(event); }

  double seconds() const;  // of this command
  double elapsed() const;  // seconds, over all sessions
  double budget() const;   // seconds, over all sessions; infinite when none was given
  Pace pace() const;
  StudyProgress progress() const;

  // An epoch of some run took so long.
  void heard(const EpochEnded& epoch) { epoch_seconds_ = epoch.seconds; }

  // Calls one of the observer's functions, if it is there, with the progress and more.
  template <typename Function, typename... Arguments>
  void tell(const Function& function, const Arguments&... arguments) const {
    if (function) function(progress(), arguments...);
  }

 private:
  CommandClock clock_;
  double earlier_seconds_;
  double epoch_seconds_ = 0.0;
};

// The run that an event is about, and whether that event ends it.
std::size_t number_of(const RunEvent& event);
bool ends_a_run(const RunEvent& event);

// Losses by number, as drive() takes them.
std::map<std::int64_t, int> losses_by_number(const std::vector<int>& losses);

}  // namespace variegate
