#include "variegate/executor/worker_talk.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"

namespace variegate {
namespace {

constexpr const char* kBreach = "does not keep to the protocol: ";

std::int64_t number_of(const RunEvent& event) {
  return std::visit([](const auto& value) { return value.trial; }, event);
}

// Every message but Ready tells of a run.
RunEvent event_of(const FromWorker& message) {
  if (const auto* ended = std::get_if<EpochEnded>(&message)) return *ended;
  if (const auto* report = std::get_if<Report>(&message)) return *report;
  if (const auto* done = std::get_if<Done>(&message)) return *done;
  return std::get<Failed>(message);
}

void require_this_protocol(const Ready& ready) {
  if (ready.protocol == kProtocol) return;
  throw Error({.where = "worker",
               .what = "it speaks another protocol",
               .got = fmt::format("protocol {}{}", ready.protocol,
                                  ready.version.empty() ? "" : " of version " + ready.version),
               .expected = fmt::format("protocol {}", kProtocol),
               .mend = "use variegate and variegate-worker of one version"});
}

}  // namespace

std::string WorkerTalk::open() {
  stage_ = Stage::opening;
  return line_of(ToWorker{terms_.open});
}

std::string WorkerTalk::said(const ToWorker& message, Time now) {
  silent_since_ = now;
  return line_of(message);
}

std::optional<std::string> WorkerTalk::give(const RunRequest& run, Time now) {
  run_ = run;
  if (!is_open()) return std::nullopt;
  return said(run, now);
}

std::optional<std::string> WorkerTalk::answer(const Verdict& verdict, Time now) {
  if (!is_open() || !run_ || run_->trial != verdict.trial) return std::nullopt;
  return said(verdict, now);
}

WorkerTalk::Stopping WorkerTalk::stop(std::int64_t trial, Time now) {
  if (!run_ || run_->trial != trial || stop_asked_) return {};
  if (!is_open()) return {.lost = lost("its worker was still reading the data")};
  stop_asked_ = now;
  return {.line = line_of(ToWorker{StopRun{trial}})};
}

WorkerTalk::Heard WorkerTalk::take(std::string_view line, Time now) {
  FromWorker message;
  try {
    message = from_worker(line, "worker");
  } catch (const Error& error) {
    return {.breach = std::string(kBreach) + error.what()};
  }
  if (const auto* ready = std::get_if<Ready>(&message)) return opened(*ready, now);
  if (const auto* failed = std::get_if<Failed>(&message); failed != nullptr && failed->trial < 0) {
    throw Error({.where = "", .what = failed->reason, .got = "", .expected = "", .mend = ""});
  }
  const RunEvent event = event_of(message);
  if (const std::string breach = breach_of(event); !breach.empty()) return {.breach = kBreach + breach};
  silent_since_ = now;
  if (const auto* done = std::get_if<Done>(&event); done != nullptr && done->epochs > 0) {
    terms_.most_seconds_per_epoch = std::max(terms_.most_seconds_per_epoch, done->seconds / done->epochs);
  }
  const bool under_way = std::holds_alternative<Report>(event) || std::holds_alternative<EpochEnded>(event);
  if (!under_way) end_run();
  return {.event = event};
}

WorkerTalk::Heard WorkerTalk::opened(const Ready& ready, Time now) {
  require_this_protocol(ready);
  if (stage_ != Stage::opening)
    return {.breach =
                fmt::format("{}ready {}", kBreach, is_open() ? "a second time" : "before it was asked")};
  stage_ = Stage::open;
  if (!terms_.ready) {
    terms_.ready = ready;
    terms_.open.child.precision = ready.precision;
  } else if (ready.data_digest != terms_.ready->data_digest) {
    throw Error({.where = "",
                 .what = "the data change while the study is running",
                 .got = fmt::format("digest {}", ready.data_digest),
                 .expected = fmt::format("digest {}, as at the start", terms_.ready->data_digest),
                 .mend = "keep the files as they are until the study ends"});
  }
  if (!run_) return {};
  return {.reply = said(*run_, now)};
}

std::string WorkerTalk::breach_of(const RunEvent& event) const {
  const std::int64_t trial = number_of(event);
  if (!is_open() || !run_ || run_->trial != trial)
    return fmt::format("tells of trial {}, which it does not hold", trial);
  const Metric& metric = terms_.ready->metric;
  const auto* report = std::get_if<Report>(&event);
  const auto* done = std::get_if<Done>(&event);
  if (!metric.share || (report == nullptr && done == nullptr)) return "";
  const double value = report != nullptr ? report->value : done->value;
  if (value >= 0.0 && value <= 1.0) return "";
  return fmt::format("tells of {} {}, which is no share of 0 .. 1", metric.name, value);
}

std::string WorkerTalk::why_hung(Time now) const {
  if (!is_open() || !run_) return "";
  if (stop_asked_ && now - *stop_asked_ > terms_.hang_rule.stopping) return "did not stop when asked to";
  if (terms_.most_seconds_per_epoch == 0.0) return "";
  const std::chrono::duration<double> silence = now - silent_since_;
  const std::chrono::duration<double> usual(terms_.most_seconds_per_epoch * std::max(1, epochs_of(*run_)));
  if (silence <= terms_.hang_rule.least || silence <= terms_.hang_rule.times * usual) return "";
  return fmt::format("said nothing for {:.0f} s and was stopped", silence.count());
}

std::optional<Lost> WorkerTalk::restart(const std::string& how) {
  const bool begun = is_open() && run_;
  stage_ = Stage::waiting;
  if (!begun) return std::nullopt;
  return lost("its worker " + how);
}

Lost WorkerTalk::lost(const std::string& reason) {
  Lost lost{.trial = run_->trial, .reason = reason};
  end_run();
  return lost;
}

void WorkerTalk::end_run() {
  run_.reset();
  stop_asked_.reset();
}

}  // namespace variegate
