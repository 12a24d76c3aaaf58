// The study: propose policies, have them tried, learn, and settle on one in a final round.
//
// The result depends on the options and on what the runs give, not on how many run at once, on which is
// faster, or on how often the study was killed and resumed:
//   - the method learns the outcomes in the order of trial numbers, and trial i is proposed when it knows
//     exactly those of trials 0 .. i-1-lookahead;
//   - a trial is stopped early only by comparison with those same trials;
//   - every event is in the log before anything follows from it.
// Only a budget of time makes the number of trials (and the size of the final round) depend on speed.
//
// All trials of the search have one seed: policies are compared on the same initial weights and sample order,
// which takes part of the noise out of their differences. That a policy suits just that seed is found out by
// the final round, whose seeds are fresh, and the same for all its arms.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "variegate/store/store.h"
#include "variegate/study/ask_tell.h"
#include "variegate/study/record.h"
#include "variegate/study/study_log.h"
#include "variegate/trial/evaluator.h"

namespace variegate {

struct StudyProgress {
  const StudyRecord& record;
  double elapsed = 0.0;        // seconds of wall time, over all sessions
  std::optional<double> left;  // seconds, estimated; none before an epoch has been trained
  std::int64_t trials = 0;     // in all, about; 0: not known yet
};

// Called from the thread of run_study(), after the event is in the log. Any of them may be empty.
struct StudyObserver {
  using Progress = const StudyProgress&;

  // record.data is known, and the trials of earlier sessions are in the record.
  std::function<void(Progress)> opened;

  std::function<void(Progress, const TrialRecord&)> trial_started;
  std::function<void(Progress, const EpochEnded&)> trial_epoch;
  std::function<void(Progress, const Report&)> trial_reported;
  std::function<void(Progress, const TrialRecord&)> trial_ended;
  // why: "trials", "budget", "exhausted" (the method has nothing left to propose)
  std::function<void(Progress, const std::string& why)> search_ended;

  // record.final_round holds the arms; record.shortened says what the budget left no time for.
  std::function<void(Progress, int epochs)> final_planned;
  std::function<void(Progress)> final_cut;
  std::function<void(Progress, const ArmRecord&, std::size_t seed)> final_started;
  std::function<void(Progress, const ArmRecord&, const EpochEnded&)> final_epoch;
  std::function<void(Progress, const ArmRecord&, const Report&)> final_reported;
  std::function<void(Progress, const ArmRecord&, std::size_t seed)> final_ended;

  // A worker died; what it held is started once more.
  std::function<void(Progress, const std::string& reason)> worker_lost;
};

// Seconds for which the command has been at work, by a clock that is never set back. What came before the
// study (measuring the speed, reading the data) counts for its budget too.
using CommandClock = std::function<double()>;

// Starts the study, or continues the one in the log. The record has no `chosen` when `stop` was set before
// the end: runs under way are abandoned, and a resume starts them again. Error: options that cannot run
// (usage); options that differ from those of the log (usage; trials may be raised and the budget changed
// while the search has not ended); data that differ from those in the log; the first five trials all failed;
// the evaluator gave up.
// A budget of time holds from the start of the command to the end of the final round, but for what writing
// the report takes: trials under way are stopped when a final round has to begin, the final round is cut to
// what is left, and stopped when nothing is. Error when the budget is spent before any trial could be
// evaluated. clock: empty for one that starts now. A method that plans ahead is told the number of trials of
// the start, also after a resume has raised it.
StudyRecord run_study(const StudyOptions& options, StudyLog& log, Evaluator& evaluator,
                      const StudyObserver& observer, const std::atomic<bool>& stop,
                      const SearcherFactory& factory = make_searcher, const CommandClock& clock = {});

// Replays the log first.
StudyRecord run_study(const StudyOptions& options, Store& store, Evaluator& evaluator,
                      const StudyObserver& observer, const std::atomic<bool>& stop,
                      const SearcherFactory& factory = make_searcher, const CommandClock& clock = {});

// What to tell the workers: the data and child of the options, with the precision that the study's first
// worker chose if there was one already.
OpenRequest open_request(const StudyOptions& options, const StudyState& state);

}  // namespace variegate
