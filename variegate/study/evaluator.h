// The Evaluator port: runs trials somewhere (worker processes here, a cluster later) and hands back events.
#pragma once

#include <chrono>
#include <optional>

#include "variegate/study/protocol.h"

namespace variegate {

class Evaluator {
 public:
  virtual ~Evaluator() = default;

  // How many runs it can hold at once.
  virtual int slots() const = 0;

  // Starts a run; call only while fewer than slots() are running.
  virtual void start(const RunRequest& run) = 0;

  // The next Report, Done or Failed of any run; nullopt when none came in time. A worker that dies
  // comes back as Failed for the run it held, and is replaced.
  virtual std::optional<FromWorker> next(std::chrono::milliseconds patience) = 0;

  // Answers the report that was returned last for that trial.
  virtual void answer(const Verdict& verdict) = 0;

  // What the workers said of the data when they opened it.
  virtual const Ready& ready() = 0;
};

}  // namespace variegate
