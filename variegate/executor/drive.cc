#include "variegate/executor/drive.h"

#include <deque>
#include <set>

namespace variegate {
namespace {

// How long Ctrl-C may wait for an answer when no signal interrupts the waiting.
constexpr std::chrono::milliseconds kPatience{200};

// How a run ends whose worker had to be killed when the time was up: what it had reported counts.
RunEvent stopped_by_force(const RunRequest& run, const std::map<std::int64_t, Report>& reports) {
  const auto last = reports.find(run.trial);
  if (last == reports.end())
    return Failed{.trial = run.trial, .reason = "the time was up before it was evaluated"};
  return Done{.trial = run.trial,
              .epochs = last->second.epoch,
              .stopped = last->second.epoch < epochs_of(run),
              .value = last->second.value,
              .seconds = 0.0};
}

}  // namespace

bool drive(Evaluator& evaluator, const RunSource& source, std::map<std::int64_t, int> losses,
           const std::atomic<bool>& stop) {
  std::map<std::int64_t, RunRequest> running;
  std::deque<RunRequest> again;
  std::map<std::int64_t, Report> reports;  // the last of each run
  std::set<std::int64_t> asked_to_stop;
  while (true) {
    const bool over = source.over && source.over();
    while (!stop && !over && running.size() < static_cast<std::size_t>(evaluator.slots())) {
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
    for (const auto& [number, run] : running) {
      if (over && asked_to_stop.insert(number).second) evaluator.stop(number);
    }
    for (; over && !again.empty(); again.pop_front())
      source.on_event(stopped_by_force(again.front(), reports));
    if (running.empty()) return true;

    const auto heard = evaluator.next(kPatience);
    if (!heard) continue;
    if (const auto* epoch = std::get_if<EpochEnded>(&*heard)) {
      if (source.epoch_ended) source.epoch_ended(*epoch);
      continue;
    }
    if (const auto* report = std::get_if<Report>(&*heard)) {
      source.on_event(*report);
      reports[report->trial] = *report;
      const bool goes_on =
          (!source.keep_going || source.keep_going(*report)) && !asked_to_stop.contains(report->trial);
      evaluator.answer({.trial = report->trial, .go_on = goes_on});
      continue;
    }
    const std::int64_t number = std::visit([](const auto& told) { return told.trial; }, *heard);
    auto ended = running.extract(number);
    const auto* lost = std::get_if<Lost>(&*heard);
    if (lost != nullptr && asked_to_stop.contains(number)) {
      source.on_event(stopped_by_force(ended.mapped(), reports));
      continue;
    }
    if (lost != nullptr && losses[number]++ > 0) {
      source.on_event(Failed{.trial = number, .reason = lost->reason + " (for the second time)"});
      continue;
    }
    source.on_event(*heard);
    if (lost != nullptr) again.push_back(std::move(ended.mapped()));
  }
}

}  // namespace variegate
