// The Evaluator of a training that is a function of Python: the study runs in a thread of its own and needs
// no interpreter; who trains takes its runs, reports, and tells what became of them, in any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "variegate/trial/evaluator.h"

namespace variegate::python {

// A run, and of the final round the arm that it is of.
struct AskedRun {
  RunRequest run;
  std::string arm = {};  // "": a trial of the search
};

class OwnTraining : public Evaluator {
 public:
  // slots: runs that may be under way at once.
  OwnTraining(const Ready& ready, int slots, const std::string& checkpoint_folder);

  // For the thread of the study.
  int slots() const override { return slots_; }
  const Ready* ready(std::chrono::milliseconds) override { return &ready_; }
  std::string checkpoint_folder() const override { return checkpoints_; }
  void start(const RunRequest& run) override;
  std::optional<RunEvent> next(std::chrono::milliseconds patience) override;
  void stop(std::int64_t trial) override;
  void answer(const Verdict& verdict) override;
  void name_next_arm(const std::string& arm) { next_arm_ = arm; }  // of the run that is started next
  void end();  // there will be no more runs, and no more answers

  // For those who train. What take() and report() wait for comes as nullopt when it does not come in time.
  struct Taken {
    std::optional<AskedRun> run;  // none: the study has ended, or first wants to know of runs under way
  };
  std::optional<Taken> take(std::chrono::milliseconds patience);
  // Whether the run is to go on; wait: the answer comes by verdict(). Error (usage): a run that is not under
  // way, an epoch or a value out of range.
  struct Heard {
    bool wait = false;
    bool goes_on = true;
  };
  Heard report(std::int64_t trial, int epoch, double value);
  std::optional<bool> verdict(std::int64_t trial, std::chrono::milliseconds patience);
  // Whether the study has asked the run to end. Error as report().
  bool should_stop(std::int64_t trial);
  // The run has ended. One that was to stop ends as it stood at its last report. Error as report().
  void tell(std::int64_t trial, double value);
  void fail(std::int64_t trial, const std::string& reason);
  void close();  // wakes the study's thread, which is to look whether it should stop

  // Waits until the study's thread rests, and calls the function while it does.
  template <typename Function>
  void while_at_rest(const Function& function) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return at_rest() || ended_; });
    function();
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Running {
    RunRequest run;
    Clock::time_point started, last;
    int epoch = 0;        // of the last report
    int asked_epoch = 0;  // of the last that the study was asked about
    double value = 0.0;
    bool to_stop = false;
    std::optional<bool> verdict = {};
  };

  bool at_rest() const { return resting_ && events_.empty(); }
  Running& under_way(std::int64_t trial);
  void require_value(const Running& running, double value) const;
  void post(RunEvent event);

  const Ready ready_;
  const int slots_;
  const std::string checkpoints_;
  std::string next_arm_;  // of the study's thread alone

  std::mutex mutex_;
  std::condition_variable changed_, heard_;
  std::deque<AskedRun> waiting_;  // not taken yet
  std::map<std::int64_t, Running> running_;
  std::deque<RunEvent> events_;
  bool resting_ = false, closing_ = false, ended_ = false;
};

}  // namespace variegate::python
