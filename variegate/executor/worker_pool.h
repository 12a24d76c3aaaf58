// The Evaluator of this machine: long-lived worker processes, one run at a time in each. A worker that dies
// or hangs is replaced; the run that it held comes back as Lost.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "variegate/executor/child_process.h"
#include "variegate/executor/worker_talk.h"
#include "variegate/trial/evaluator.h"

namespace variegate {

class WorkerPool final : public Evaluator {
 public:
  // command: program and arguments of a worker. Starts `jobs` (1 .. 1024) of them; they open the data
  // meanwhile, and agree on a precision (see WorkerTerms). checkpoints: the folder for them. Error when the
  // program cannot be run.
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
    explicit Worker(WorkerTerms& terms) : talk(terms) {}

    std::unique_ptr<ChildProcess> process;
    WorkerTalk talk;
  };

  void spawn(Worker& worker);
  void wait(std::chrono::milliseconds patience);
  void listen(Worker& worker);
  void hear(Worker& worker, WorkerTalk::Heard heard);
  void end_and_replace(Worker& worker, const std::string& how);
  void replace(Worker& worker, const std::string& how);
  void open_those_that_wait();

  std::vector<std::string> command_;
  std::string checkpoints_;
  WorkerTerms terms_;
  std::vector<Worker> workers_;
  std::deque<RunEvent> events_;
  int deaths_in_a_row_ = 0;  // of workers that had not opened the data
};

}  // namespace variegate
