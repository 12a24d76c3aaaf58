#include "variegate/study/session.h"

#include <limits>

namespace variegate {

namespace {

CommandClock clock_from_now() {
  using std::chrono::steady_clock;
  return [start = steady_clock::now()] {
    return std::chrono::duration<double>(steady_clock::now() - start).count();
  };
}

}  // namespace

Session::Session(const StudyOptions& options_, StudyLog& log_, Evaluator& evaluator_,
                 const StudyObserver& observer_, const std::atomic<bool>& stop_, const CommandClock& clock)
    : options(options_),
      log(log_),
      evaluator(evaluator_),
      observer(observer_),
      stop(stop_),
      clock_(clock ? clock : clock_from_now()),
      earlier_seconds_(log.known().seconds) {}

double Session::seconds() const { return clock_(); }

double Session::elapsed() const { return earlier_seconds_ + seconds(); }

double Session::budget() const {
  return options.budget_seconds > 0.0 ? options.budget_seconds : std::numeric_limits<double>::infinity();
}

Pace Session::pace() const {
  return {
      .state = state(), .elapsed = elapsed(), .slots = evaluator.slots(), .epoch_seconds = epoch_seconds_};
}

StudyProgress Session::progress() const {
  const Pace now = pace();
  return {.record = known(), .elapsed = now.elapsed, .left = seconds_left(now), .trials = trials_in_all(now)};
}

std::size_t number_of(const RunEvent& event) {
  return static_cast<std::size_t>(std::visit([](const auto& told) { return told.trial; }, event));
}

bool ends_a_run(const RunEvent& event) {
  return std::holds_alternative<Done>(event) || std::holds_alternative<Failed>(event);
}

std::map<std::int64_t, int> losses_by_number(const std::vector<int>& losses) {
  std::map<std::int64_t, int> counts;
  for (std::size_t i = 0; i < losses.size(); ++i) counts[static_cast<std::int64_t>(i)] = losses[i];
  return counts;
}

}  // namespace variegate
