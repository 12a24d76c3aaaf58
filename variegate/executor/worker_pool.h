// The Evaluator of this machine: long-lived worker processes, one run at a time in each. A worker that dies
// or hangs is replaced; the run that it held comes back as Lost.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "variegate/executor/child_process.h"
#include "variegate/trial/evaluator.h"
#include "variegate/trial/protocol.h"

namespace variegate {

// When a worker that holds a run and says nothing is taken for hung: after `times` as long as the run should
// take, going by the slowest that has ended so far, but not before `least`. Before any has, none is taken for
// hung.
struct HangRule {
  std::chrono::milliseconds least = std::chrono::minutes(10);
  int times = 10;
  // And of a run that was asked to stop, so long after that.
  std::chrono::milliseconds stopping = std::chrono::seconds(5);
};

class WorkerPool final : public Evaluator {
 public:
  // command: program and arguments of a worker. Starts `jobs` (1 .. 1024) of them; they open the data
  // meanwhile. When the child's precision is "auto", the first worker chooses and the others are told its
  // choice, so that all train alike. checkpoints: the folder for them. Error when the program cannot be run.
  WorkerPool(std::vector<std::string> command, OpenRequest open, int jobs, std::string checkpoints = "",
             const HangRule& hang_rule = {});
  ~WorkerPool() override;

  int slots() const override { return static_cast<int>(workers_.size()); }
  const Ready* ready(std::chrono::milliseconds patience) override;
  std::string checkpoint_folder() const override { return checkpoints_; }
  void start(const RunRequest& run) override;
  std::optional<RunEvent> next(std::chrono::milliseconds patience) override;
  void answer(const Verdict& verdict) override;
  void stop(std::int64_t trial) override;

 private:
  struct Worker {
    enum class Stage { waiting, opening, open };  // waiting: for the first worker's choice of precision
    std::unique_ptr<ChildProcess> process;
    Stage stage = Stage::waiting;
    std::optional<RunRequest> run;
    std::chrono::steady_clock::time_point silent_since;  // of an open worker with a run
    std::optional<std::chrono::steady_clock::time_point> stop_asked;
  };

  void spawn(Worker& worker);
  void open(Worker& worker);
  void wait(std::chrono::milliseconds patience);
  void listen(Worker& worker);
  std::string take(Worker& worker,
                   const std::string& line);  // how the line breaks the protocol; "": it does not
  void opened(Worker& worker, const Ready& ready);
  void replace(Worker& worker, const std::string& how);
  void give(Worker& worker,
            const ToWorker& message);  // a run or a verdict, after which it is silent for a while
  void lose(Worker& worker, const std::string& reason);
  static void end_run(Worker& worker);
  void replace_the_hung();
  std::string why_hung(const Worker& worker) const;  // "": it is not

  std::vector<std::string> command_;
  OpenRequest open_;
  std::string checkpoints_;
  std::vector<Worker> workers_;
  std::optional<Ready> ready_;
  std::deque<RunEvent> events_;
  HangRule hang_rule_;
  double most_seconds_per_epoch_ = 0.0;  // of the runs that have ended; 0: none has
  int deaths_in_a_row_ = 0;              // of workers that had not opened the data
};

}  // namespace variegate
