// What can happen in a study: the kinds of event in its log. What a worker said is logged as it was said.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "variegate/policy/policy.h"
#include "variegate/store/store.h"
#include "variegate/study/record.h"
#include "variegate/trial/evaluator.h"

namespace variegate {

// Paths of data from the study's folder; "" where there is none.
struct DataPaths {
  std::string train, validation, test;
};

struct StudyStarted {
  StudyOptions options;
  DataPaths from_folder = {};
};

// A resume found the data, the same by their digest, in another place. Paths are as in the options.
struct DataMoved {
  DataPaths paths;
  DataPaths from_folder;
};

// A resume changed these options, the only ones that may change.
struct LimitsChanged {
  std::int64_t trials = 0;
  double budget_seconds = 0.0;
};

// A coordinator took the study up, laid it down. A session that was killed has no end.
struct SessionStarted {
  int jobs = 1;
  double seconds_before = 0.0;  // of the command, before this event
  std::string version = "";     // of variegate; "": a log from before it was kept
  int protocol = 0;             // that it speaks with its workers (kProtocol); 0 likewise
};
struct SessionEnded {
  std::string why;  // "done", "interrupted", or the error
};

struct Opened {
  Ready ready;
};

struct Proposed {
  std::int64_t trial = 0;
  Point point;
  Course course = {};
  // hash() of the trial's policy, so that a version in which the point stands for another one is found out;
  // nullopt: a log from before it was kept.
  std::optional<std::uint64_t> policy = {};
};

// Kinds report, finished, failed, lost.
struct TrialTold {
  RunEvent event;
};

// No more trials will be proposed, and all have ended.
struct SearchEnded {
  std::string why;  // "trials", "budget", "exhausted"
};

// Final runs are numbered: every arm with the first seed, then every arm with the second, and so on.
struct FinalPlanned {
  struct Arm {
    std::string name;
    Policy policy;  // base included
    bool baseline = false;
  };
  std::vector<Arm> arms;
  std::vector<std::uint64_t> seeds;
  int epochs = 1;
  std::string shortened;  // what the budget left no time for; "": nothing
  // Every seed has a split of training and validation of its own: the k-th has fold k + 1.
  bool folds = false;
};
struct FinalProposed {
  std::int64_t run = 0;
};
struct FinalTold {
  RunEvent event;  // its `trial` is the number of the final run
};

// The time was up: of the final round only what can be compared is kept (study/final_cut.h).
struct FinalCut {
  std::string shortened;  // with what the plan had left out already
};

struct Chosen {
  std::string arm;
  bool beats_manual = false;
};

using StudyEvent =
    std::variant<StudyStarted, DataMoved, LimitsChanged, SessionStarted, SessionEnded, Opened, Proposed,
                 TrialTold, SearchEnded, FinalPlanned, FinalProposed, FinalTold, FinalCut, Chosen>;

// Stores the event; gives it back as stored.
Event append(Store& store, const StudyEvent& event);

// Error naming log and event when its kind or payload is not known.
StudyEvent study_event(const Event& event, const std::string& log);

}  // namespace variegate
