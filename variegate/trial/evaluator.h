// The Evaluator port: runs trials somewhere (worker processes here, a cluster later) and hands back events.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "variegate/trial/run.h"

namespace variegate {

// The worker that held a run died, or broke the protocol. Unlike Failed, which the same run would meet again,
// Lost says nothing about the run itself, so the run may be started once more.
struct Lost {
  std::int64_t trial = 0;
  std::string reason;
  bool operator==(const Lost&) const = default;
};

using RunEvent = std::variant<EpochEnded, Report, Done, Failed, Lost>;

class Evaluator {
 public:
  virtual ~Evaluator() = default;

  // How many runs it can hold at once.
  virtual int slots() const = 0;

  // What the workers said of the data when they opened it; nullptr when none has in time. Error when the data
  // cannot be opened, or no worker can be brought to open them.
  virtual const Ready* ready(std::chrono::milliseconds patience) = 0;

  // The folder in which runs may keep their state, which all workers can reach; "": there is none, and no
  // population can be trained.
  virtual std::string checkpoint_folder() const { return ""; }

  // Starts a run; call only while fewer than slots() are running.
  virtual void start(const RunRequest& run) = 0;

  // What happened to a run; nullopt when nothing did in time (or a signal came). A run ends with Done, Failed
  // or Lost.
  virtual std::optional<RunEvent> next(std::chrono::milliseconds patience) = 0;

  // Asks the run to end, for the time is up. It comes back as Done with `stopped`, or as what it became
  // meanwhile; within seconds, as Lost where its worker does not obey.
  virtual void stop(std::int64_t trial) = 0;

  // Answers the report that was returned last for that trial; the run waits until then.
  virtual void answer(const Verdict& verdict) = 0;
};

}  // namespace variegate
