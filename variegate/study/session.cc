#include "variegate/study/session.h"

#include "variegate/study/estimate.h"

namespace variegate {

using std::chrono::steady_clock;

Session::Session(const StudyOptions& options_, Store& store, Evaluator& evaluator_,
                 const StudyObserver& observer_, const std::atomic<bool>& stop_)
    : options(options_),
      evaluator(evaluator_),
      observer(observer_),
      stop(stop_),
      store_(store),
      state_(replay(store)),
      start_(steady_clock::now()),
      earlier_seconds_(state_.record.seconds) {}

void Session::record(const StudyEvent& event) { apply(state_, append(store_, event), event, store_.name()); }

double Session::elapsed() const {
  return earlier_seconds_ + std::chrono::duration<double>(steady_clock::now() - start_).count();
}

StudyProgress Session::progress() const {
  return {
      .record = known(), .elapsed = elapsed(), .left = seconds_left(state_, elapsed(), evaluator.slots())};
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
