#include "variegate/study/drive.h"

#include <deque>

namespace variegate {
namespace {

// How long Ctrl-C may wait for an answer when no signal interrupts the waiting.
constexpr std::chrono::milliseconds kPatience{200};

}  // namespace

bool drive(Evaluator& evaluator, const RunSource& source, std::map<std::int64_t, int> losses,
           const std::atomic<bool>& stop) {
  std::map<std::int64_t, RunRequest> running;
  std::deque<RunRequest> again;
  while (true) {
    while (!stop && running.size() < static_cast<std::size_t>(evaluator.slots())) {
      std::optional<RunRequest> run;
      if (again.empty()) {
        run = source.next();
      } else {
        run = std::move(again.front());
        again.pop_front();
      }
      if (!run) break;
      evaluator.start(*run);
      running.emplace(run->trial, std::move(*run));
    }
    if (stop) return false;
    if (running.empty()) return true;

    const auto heard = evaluator.next(kPatience);
    if (!heard) continue;
    if (const auto* report = std::get_if<Report>(&*heard)) {
      source.told(*report);
      evaluator.answer({.trial = report->trial, .go_on = source.goes_on(*report)});
      continue;
    }
    const std::int64_t number = std::visit([](const auto& told) { return told.trial; }, *heard);
    auto ended = running.extract(number);
    const auto* lost = std::get_if<Lost>(&*heard);
    if (lost != nullptr && losses[number]++ > 0) {
      source.told(Failed{.trial = number, .reason = lost->reason + " (for the second time)"});
      continue;
    }
    source.told(*heard);
    if (lost != nullptr) again.push_back(std::move(ended.mapped()));
  }
}

}  // namespace variegate
