// The loop that keeps an evaluator's slots full: the search, the final round and the comparison give it runs
// and are called with what becomes of them.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "variegate/trial/evaluator.h"

namespace variegate {

struct RunSource {
  // The next run to start, asked for while a slot is free; nullopt: none now. When nothing is running either,
  // that is the end.
  std::function<std::optional<RunRequest>()> next;

  // Called for every event but the ends of epochs. A run whose worker died is started once more; a second
  // loss comes here as Failed.
  std::function<void(const RunEvent&)> on_event;

  // Called when a run has trained an epoch. May be empty.
  std::function<void(const EpochEnded&)> epoch_ended = {};

  // Whether the time is up. Then no more runs are started, those under way are asked to stop, and how far
  // each came is reported. Empty: there is no limit.
  std::function<bool()> over = {};

  // Whether the run that sent this report, which is already logged, continues. Empty: every run does.
  std::function<bool(const Report&)> keep_going = {};
};

// losses: how often the worker of a run has died already, by its number. True when all runs have ended, false
// when `stop` was set before: runs under way are then abandoned.
bool drive(Evaluator& evaluator, const RunSource& source, std::map<std::int64_t, int> losses,
           const std::atomic<bool>& stop);

}  // namespace variegate
