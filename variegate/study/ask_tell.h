// Ask for a trial, tell what became of it: the only public way to a searcher. It keeps the log, so that a
// search continues where it was left, and holds whoever drives it to the rules that a Searcher relies on:
// outcomes reach the method in the order of trials, trial i is proposed with exactly those that
// Searcher::known_before() names, and nothing is told of a trial that was not asked for.
//
//   const auto store = open_store("study", StoreMode::write);
//   StudyLog log(*store);
//   AskTell search(options, log);
//   while (const auto run = search.ask())
//     search.tell(Done{.trial = run->trial, .epochs = run->train().epochs, .value = reward_of(*run)});
//   search.finish();
//   const TrialRecord& best = *best_trials(log.known(), 1, {}).front();
//
// For one thread at a time.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "variegate/search/searcher.h"
#include "variegate/study/early_stop.h"
#include "variegate/study/stretch_runs.h"
#include "variegate/study/study_log.h"
#include "variegate/trial/evaluator.h"

namespace variegate {

using SearcherFactory =
    std::function<std::unique_ptr<Searcher>(const std::string& method, const Space&, const SearcherOptions&)>;

class AskTell {
 public:
  // Begins the study or continues where its log ends: trials that an earlier session left unfinished are
  // asked for first. Options and log must outlive this. checkpoint_folder: where the runs of a population
  // keep their states. Error (usage): see begin_study() and make_searcher(). Error: the method does not
  // repeat the proposals that are in the log.
  AskTell(const StudyOptions& options, StudyLog& log, const std::string& checkpoint_folder = "",
          const SearcherFactory& factory = make_searcher);

  // The next run; nullopt: none now, since the search has ended or the method waits for outcomes of runs that
  // are under way. Several may be asked for before the first outcome is reported.
  std::optional<RunRequest> ask();

  // What became of a run that was asked for. It ends with Done or Failed; Report and Lost leave it under way
  // (after Lost whoever runs it starts it once more), and EpochEnded is passed over. Error (usage): a trial
  // that was not asked for or has ended, a reward that is not a number or out of range, more epochs than the
  // run has, fewer where it was not stopped.
  void tell(const RunEvent& event);

  // Whether the run that sent this report may continue under the rule of early stopping; the report must have
  // been passed to tell(). Error (usage) when it is not under way.
  bool goes_on(const Report& report) const;

  // No more trials are proposed, for this reason ("budget") unless another has come before it; the outcomes
  // of those under way are still taken.
  void close(const std::string& why);

  // Whether the next that ask() gives would be a new trial, if the method has one: nothing is left from an
  // earlier session, and no limit is reached.
  bool proposes() const;

  // Whether no more runs will be proposed and every outcome has been reported.
  bool ended() const;

  // Notes in the log that the search has ended, after which its limits cannot be raised. Error (usage) unless
  // ended().
  void finish();

  // "trials", "budget", "exhausted" (the method has nothing left to propose); "": the search continues.
  std::string why_ended() const;

 private:
  const std::vector<TrialRecord>& trials() const { return log_.known().trials; }
  void repeat_proposals();
  std::int64_t known_to(std::int64_t trial) const;
  std::optional<Proposal> propose(std::int64_t trial);
  bool reached_limit() const;
  RunRequest start(std::int64_t trial);
  const TrialRecord& under_way(std::int64_t trial) const;
  void check_told(const RunEvent& event, const TrialRecord& trial) const;
  int last_epoch(const TrialRecord& trial) const;

  const StudyOptions& options_;
  StudyLog& log_;
  const EarlyStopRule& rule_;
  std::optional<StretchRuns> stretches_;  // of a population
  std::unique_ptr<Searcher> searcher_;
  std::int64_t observed_ = 0;            // outcomes that the method knows
  std::deque<std::int64_t> unfinished_;  // trials that an earlier session left running
  std::set<std::int64_t> running_;       // asked for, and their end not reported yet
  std::string why_ended_;                // why no more trials are proposed; "": they are
};

}  // namespace variegate
