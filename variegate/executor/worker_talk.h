// One conversation with one worker, without the pipes under it: what is said to it and when, what its lines
// mean, and when it counts as hung. Whoever carries the lines (WorkerPool; a bridge to other machines) gives
// the time with each call, so that a conversation can be tested without processes and without waiting.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "variegate/trial/evaluator.h"
#include "variegate/trial/protocol.h"

namespace variegate {

// When a silent worker with a run counts as hung: after `times` as long as the slowest run that has ended so
// far would have taken, and not before `least`. Until a run has ended, no worker counts as hung.
struct HangRule {
  std::chrono::milliseconds least = std::chrono::minutes(10);
  int times = 10;
  // A worker whose run was asked to stop counts as hung this long after that.
  std::chrono::milliseconds stopping = std::chrono::seconds(5);
};

// What the conversations of one evaluator have in common. When the child's precision is "auto", the first
// worker that is ready chooses and the others are told its choice, so that all train alike.
struct WorkerTerms {
  OpenRequest open;
  HangRule hang_rule = {};
  std::optional<Ready> ready = {};      // of the first worker that was
  double most_seconds_per_epoch = 0.0;  // of the runs that have ended; 0: none has
};

class WorkerTalk {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // A conversation with a worker that has just been started. terms must outlive it.
  explicit WorkerTalk(WorkerTerms& terms) : terms_(terms) {}

  // Whether open() is still to be called: at once where the precision is not "auto" or this is the worker
  // that chooses it, else when terms.ready is there.
  bool waits() const { return stage_ == Stage::waiting; }
  bool is_open() const { return stage_ == Stage::open; }  // the worker has opened the data
  const std::optional<RunRequest>& run() const { return run_; }

  // The line that opens the data.
  std::string open();

  // Gives the worker a run; it must hold none. Returns the line to send; nullopt while the data are being
  // opened, when Heard::reply will have it.
  std::optional<std::string> give(const RunRequest& run, Time now);

  // The answer to the last report of the run that it holds; nullopt when it holds no run of that number.
  std::optional<std::string> answer(const Verdict& verdict, Time now);

  // Asks the run that it holds to end. A run that has not begun comes back at once.
  struct Stopping {
    std::optional<std::string> line = {};
    std::optional<Lost> lost = {};
  };
  Stopping stop(std::int64_t trial, Time now);

  // What a line of the worker's means. breach: how it breaks the protocol, "" when it keeps to it; the worker
  // is then to be ended and replaced. Error when the data cannot be opened, when they are not those that the
  // first worker opened, and when the worker speaks another protocol.
  struct Heard {
    std::optional<RunEvent> event = {};
    std::optional<std::string> reply = {};  // to send
    std::string breach = "";
  };
  Heard take(std::string_view line, Time now);

  // Why the worker counts as hung; "" when it does not.
  std::string why_hung(Time now) const;

  // The worker has ended ("was killed by signal 9") and another has been started in its place. A run that had
  // begun comes back; one that had not waits for the new worker.
  std::optional<Lost> restart(const std::string& how);

 private:
  enum class Stage { waiting, opening, open };

  Heard opened(const Ready& ready, Time now);
  std::string breach_of(const RunEvent& event) const;
  std::string said(const ToWorker& message, Time now);
  Lost lost(const std::string& reason);
  void end_run();

  WorkerTerms& terms_;
  Stage stage_ = Stage::waiting;
  std::optional<RunRequest> run_;
  Time silent_since_;  // of an open worker with a run
  std::optional<Time> stop_asked_;
};

}  // namespace variegate
