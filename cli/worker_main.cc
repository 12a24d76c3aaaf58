// `variegate-worker`: trains children for a coordinator, which speaks trial/protocol.h over stdin and stdout.
// It is for machines: people use the commands of `variegate`.
#include <fmt/format.h>
#include <sys/prctl.h>

#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "variegate/core/error.h"
#include "variegate/core/version.h"
#include "variegate/data/prepared_file.h"
#include "variegate/data/splits.h"
#include "variegate/train/child_list.h"
#include "variegate/train/trainer.h"
#include "variegate/trial/protocol.h"
#include "variegate/trial/test_door.h"

namespace variegate {
namespace {

// The coordinator's lines, read by a thread so that its death is noticed in the middle of training.
class Inbox {
 public:
  Inbox() {
    std::thread([this] { read(); }).detach();
  }

  // Waits for the next line; nullopt when the coordinator has closed the pipe.
  std::optional<std::string> next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !lines_.empty(); });
    if (lines_.empty()) return std::nullopt;
    std::string line = std::move(lines_.front());
    lines_.pop_front();
    return line;
  }

  // The next line when it has come already and satisfies this; it is not waited for.
  template <typename Predicate>
  bool take_if(const Predicate& predicate) {
    const std::lock_guard lock(mutex_);
    if (lines_.empty() || !predicate(lines_.front())) return false;
    lines_.pop_front();
    return true;
  }

  bool closed() {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  void read() {
    std::string line;
    while (std::getline(std::cin, line)) {
      const std::lock_guard lock(mutex_);
      lines_.push_back(std::move(line));
      changed_.notify_all();
    }
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> lines_;
  bool closed_ = false;
};

// The coordinator is gone: nobody is left to report to.
[[noreturn]] void leave() { std::_Exit(EXIT_SUCCESS); }

void send(const FromWorker& message) {
  const std::string line = line_of(message) + "\n";
  if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size() || std::fflush(stdout) != 0) leave();
}

class Worker {
 public:
  explicit Worker(Inbox& inbox) : inbox_(inbox) {}

  void serve() {
    while (const auto line = inbox_.next()) {
      std::int64_t trial = -1;
      try {
        const ToWorker message = to_worker(*line, kSource);
        if (std::holds_alternative<Quit>(message)) return;
        if (const auto* open_request = std::get_if<OpenRequest>(&message)) open(*open_request);
        if (const auto* run_request = std::get_if<RunRequest>(&message)) {
          trial = run_request->trial;
          run(*run_request);
        }
        // A StopRun that comes when the run has just ended by itself is left without an answer.
        if (std::holds_alternative<Verdict>(message)) unexpected("a verdict", "no report is waiting for one");
      } catch (const std::exception& fault) {
        send(Failed{.trial = trial, .reason = fault.what()});
      }
    }
  }

 private:
  static constexpr const char* kSource = "coordinator";

  [[noreturn]] static void unexpected(const char* got, const char* why) {
    throw Error({.where = kSource, .what = why, .got = got, .expected = "", .mend = ""});
  }

  // Where the decoded pictures cannot be had (the coordinator is another machine, or the file is damaged)
  // they are decoded here, to the same bytes.
  static SearchData search_data(const OpenRequest& request) {
    if (!request.prepared.empty()) {
      try {
        return open_prepared(request.prepared, request.data);
      } catch (const Error&) {
      }
    }
    return open_search_data(request.data);
  }

  void open(const OpenRequest& request) {
    opened_ = request;
    send(load(0));
  }

  // The data of a fold take the place of those of another.
  Ready load(int fold) {
    trainer_.reset();
    OpenRequest request = *opened_;
    request.data.fold = fold;
    SearchData data = search_data(request);
    PictureSet evaluation =
        request.opens_test() ? TestDoor::open_test(request, data.train) : std::move(data.validation);
    Ready ready{.train_samples = data.train.size(),
                .evaluation_samples = evaluation.size(),
                .fields = data.train.fields(),
                .class_names = data.train.class_names,
                .data_digest = data.digest,
                .precision = "",
                .validation_drawn = data.validation_drawn && !request.opens_test(),
                .skipped = data.train.skipped + evaluation.skipped,
                .skipped_reasons = data.train.skipped_reasons,
                .notices = data.train.notices};
    const auto append = [](std::vector<std::string>& to, const std::vector<std::string>& more) {
      to.insert(to.end(), more.begin(), more.end());
    };
    append(ready.skipped_reasons, evaluation.skipped_reasons);
    append(ready.notices, evaluation.notices);
    trainer_ = std::make_unique<Trainer>(std::move(data.train), std::move(evaluation), request.child,
                                         TrainerOptions{.metric = request.metric});
    ready.parameters = trainer_->parameters();
    ready.precision = trainer_->precision();
    ready.metric = trainer_->metric();
    ready.version = version();
    fold_ = fold;
    return ready;
  }

  void run(const RunRequest& request) {
    if (!opened_) unexpected("a run", "no data have been opened");
    // There is no trainer when the last data could not be opened.
    if (!trainer_ || request.fold != fold_) load(request.fold);
    const auto on_report = [&](const Report& report) {
      send(report);
      return verdict_on(request.trial);
    };
    const auto poll = [&] {
      if (inbox_.closed()) leave();
      return !inbox_.take_if([&](const std::string& line) { return stops(line, request.trial); });
    };
    send(trainer_->run(request, on_report, poll, [](const EpochEnded& epoch) { send(epoch); }));
  }

  static bool stops(const std::string& line, std::int64_t trial) {
    const ToWorker message = to_worker(line, kSource);
    const auto* stop = std::get_if<StopRun>(&message);
    return stop != nullptr && stop->trial == trial;
  }

  bool verdict_on(std::int64_t trial) {
    auto line = inbox_.next();
    // Asked to stop while it reported: the verdict that follows says so too.
    while (line && stops(*line, trial)) line = inbox_.next();
    if (!line) leave();
    const ToWorker message = to_worker(*line, kSource);
    if (std::holds_alternative<Quit>(message)) leave();
    const auto* verdict = std::get_if<Verdict>(&message);
    if (verdict == nullptr || verdict->trial != trial) unexpected("another message", "a verdict was awaited");
    return verdict->go_on;
  }

  Inbox& inbox_;
  std::optional<OpenRequest> opened_;
  int fold_ = 0;  // of the data in trainer_
  std::unique_ptr<Trainer> trainer_;
};

}  // namespace
}  // namespace variegate

int main(int count, char** words) {
  if (count == 2 && std::string_view(words[1]) == "--children") {
    fmt::print("{}", variegate::child_list());
    return EXIT_SUCCESS;
  }
  // Ctrl-C reaches the whole process group: whether a run ends is the coordinator's decision.
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  // A coordinator killed while another process still holds the pipe open: do not outlive it.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::ios::sync_with_stdio(false);
  variegate::Inbox inbox;
  variegate::Worker(inbox).serve();
  // The reading thread sits in a read of stdin and cannot be joined.
  std::fflush(stdout);
  std::_Exit(EXIT_SUCCESS);
}
