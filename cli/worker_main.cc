// `variegate-worker`: trains children for a coordinator, which speaks study/protocol.h over stdin and stdout.
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
#include <thread>
#include <utility>

#include "variegate/core/error.h"
#include "variegate/data/splits.h"
#include "variegate/study/comparison.h"
#include "variegate/study/protocol.h"
#include "variegate/train/trainer.h"

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

  void open(const OpenRequest& request) {
    opened_ = request;
    send(load(0));
  }

  // The data of a fold take the place of those of another.
  Ready load(int fold) {
    trainer_.reset();
    OpenRequest request = *opened_;
    request.data.fold = fold;
    SearchData data = open_search_data(request.data);
    ImageSet evaluation =
        request.opens_test() ? Comparison::open_test(request, data.train) : std::move(data.validation);
    Ready ready{.train_images = data.train.size(),
                .evaluation_images = evaluation.size(),
                .class_names = data.train.class_names,
                .data_digest = data.digest,
                .precision = "",
                .validation_drawn = data.validation_drawn && !request.opens_test(),
                .skipped = data.train.skipped + evaluation.skipped,
                .skipped_reasons = data.train.skipped_reasons};
    ready.skipped_reasons.insert(ready.skipped_reasons.end(), evaluation.skipped_reasons.begin(),
                                 evaluation.skipped_reasons.end());
    trainer_ = std::make_unique<Trainer>(std::move(data.train), std::move(evaluation), request.child);
    ready.parameters = trainer_->parameters();
    ready.precision = trainer_->precision();
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
    };
    send(trainer_->train(request, on_report, poll));
  }

  bool verdict_on(std::int64_t trial) {
    const auto line = inbox_.next();
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

int main() {
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
