#include "tests/study/fake_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "variegate/policy/policy_json.h"
#include "variegate/policy/published.h"
#include "variegate/study/final_plan.h"

namespace variegate {
namespace {

class ChaoticSearcher final : public Searcher {
 public:
  ChaoticSearcher(int size, std::uint64_t seed) : size_(size), state_(seed) {}

  std::optional<Proposal> propose(std::int64_t trial) override {
    const std::uint64_t drawn = derive(derive(state_, static_cast<std::uint64_t>(trial)), observed_);
    return Proposal{{static_cast<int>(drawn % static_cast<std::uint64_t>(size_))}};
  }

  void observe(const Outcome& outcome) override {
    if (outcome.trial != static_cast<std::int64_t>(observed_))
      throw std::logic_error("outcomes out of order");
    ++observed_;
    state_ = derive(state_, std::bit_cast<std::uint64_t>(outcome.reward));
    state_ = derive(state_, static_cast<std::uint64_t>(outcome.ending));
    for (const auto& [epoch, accuracy] : outcome.curve)
      state_ = derive(state_, std::bit_cast<std::uint64_t>(accuracy));
  }

 private:
  int size_;
  std::uint64_t state_;
  std::uint64_t observed_ = 0;
};

Policy rotation(double degrees) {
  Policy policy;
  policy.name = fmt::format("rotate {}", degrees);
  Call call;
  call.op = "rotate";
  call.arguments = {{"degrees", Distribution::constant(degrees)}};
  policy.root = {Sequence{{Node{call}}}};
  return policy;
}

double degrees_of(const Policy& policy) {
  if (const auto* sequence = std::get_if<Sequence>(&policy.root.value)) {
    for (const Node& node : sequence->steps) {
      const auto* call = std::get_if<Call>(&node.value);
      if (call != nullptr && call->op == "rotate") return call->arguments.front().value.low;
    }
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

double fake_accuracy(const Policy& policy, std::uint64_t seed, int epoch, int epochs) {
  const double degrees = degrees_of(policy);
  const double quality = std::isnan(degrees) ? 0.45 : 0.8 - std::abs(degrees - 21.0) / 45.0;
  const double noise = static_cast<double>(derive(hash(policy), seed) % 1000) / 1000.0 * 0.01;
  return std::clamp(quality * (0.5 + 0.5 * epoch / epochs) + noise, 0.0, 1.0);
}

FakeEvaluator::FakeEvaluator(Behaviour behaviour, std::atomic<bool>& stop)
    : behaviour_(std::move(behaviour)), stop_(stop), order_({.seed = behaviour_.order}) {
  ready_.train_samples = 1000;
  ready_.evaluation_samples = 400;
  ready_.class_names = {"cat", "dog"};
  ready_.data_digest = behaviour_.digest;
  ready_.parameters = 35'000;
  ready_.precision = "fp32";
  ready_.metric = behaviour_.metric;
}

const Ready* FakeEvaluator::ready(std::chrono::milliseconds) { return &ready_; }

void FakeEvaluator::start(const RunRequest& run) {
  if (static_cast<int>(running_.size()) >= slots()) throw std::logic_error("more runs than slots");
  running_.push_back({.run = run});
  started_.push_back(run);
  most_at_once_ = std::max(most_at_once_, static_cast<int>(running_.size()));
}

std::optional<RunEvent> FakeEvaluator::next(std::chrono::milliseconds) {
  if (behaviour_.stop_after == 0) {
    stop_ = true;
    return std::nullopt;
  }
  if (behaviour_.stop_after > 0) --behaviour_.stop_after;
  clock_ += behaviour_.clock_per_event;
  const auto chosen = running_.begin() + static_cast<std::ptrdiff_t>(order_.below(running_.size()));
  if (chosen->waits) throw std::logic_error("a report was not answered");
  const RunRequest& run = chosen->run;
  const Train& work = run.train();
  const auto value = [&](int epoch) {
    return value_of(behaviour_.metric, fake_accuracy(work.policy, run.seed, epoch, work.epochs));
  };
  const auto end = [&](RunEvent event) {
    running_.erase(chosen);
    return event;
  };
  if (chosen->out_of_time) {
    if (behaviour_.deaf.contains(run.trial))
      return end(Lost{.trial = run.trial, .reason = "its worker did not stop when asked to"});
    const int epoch = chosen->reports > 0 ? work.report_epochs[chosen->reports - 1] : 0;
    return end(Done{.trial = run.trial,
                    .epochs = epoch,
                    .stopped = epoch < work.epochs,
                    .value = value(epoch),
                    .seconds = behaviour_.seconds_per_epoch * epoch});
  }
  if (behaviour_.tells_epochs && work.report_epochs.empty() && chosen->epochs_told < work.epochs) {
    return EpochEnded{
        .trial = run.trial, .epoch = ++chosen->epochs_told, .seconds = behaviour_.seconds_per_epoch};
  }
  // Search and final round number their runs alike; the final round's seeds are its own.
  const bool final = work.epochs > 10;
  if (!final && chosen->reports == 1) {
    if (int& left = behaviour_.losses[run.trial]; left > 0) {
      --left;
      return end(Lost{.trial = run.trial, .reason = "its worker was killed by signal 9 (Killed)"});
    }
  }
  if (!final && behaviour_.failing.contains(run.trial)) {
    return end(Failed{.trial = run.trial, .reason = "loss is not finite"});
  }
  if (final && behaviour_.final_round_fails_for_searched && work.policy.name.starts_with("rotate")) {
    return end(Failed{.trial = run.trial, .reason = "loss is not finite"});
  }
  if (!chosen->stopped && chosen->reports < work.report_epochs.size()) {
    Report report;
    report.trial = run.trial;
    report.epoch = work.report_epochs[chosen->reports++];
    report.value = value(report.epoch);
    chosen->waits = true;
    return report;
  }
  Done done;
  done.trial = run.trial;
  done.stopped = chosen->stopped;
  done.epochs = chosen->stopped ? work.report_epochs[chosen->reports - 1] : work.epochs;
  done.value = value(done.epochs);
  done.seconds = behaviour_.seconds_per_epoch * done.epochs;
  return end(done);
}

void FakeEvaluator::answer(const Verdict& verdict) {
  for (Running& running : running_) {
    if (running.run.trial != verdict.trial) continue;
    running.waits = false;
    running.stopped = !verdict.go_on;
  }
}

void FakeEvaluator::stop(std::int64_t trial) {
  asked_to_stop_.push_back(trial);
  for (Running& running : running_) running.out_of_time |= running.run.trial == trial;
}

std::unique_ptr<Searcher> chaotic_searcher(const std::string&, const Space& space,
                                           const SearcherOptions& options) {
  return std::make_unique<ChaoticSearcher>(dimensions(space).front().size, options.seed);
}

StudyOptions fake_options() {
  StudyOptions options;
  options.data.train = "pictures";
  ListSpace list;
  for (int i = 0; i < 30; ++i) list.policies.push_back(rotation(i + 1));
  options.space.kind = list;
  options.space.base = base_policy("flip");
  options.method = "random";
  options.seed = 7;
  options.trials = 12;
  options.epochs = 10;
  return options;
}

std::string fingerprint(const StudyRecord& record) {
  std::string text;
  for (const TrialRecord& trial : record.trials) {
    text += fmt::format("trial {}: point {}", trial.trial, trial.point.front());
    if (trial.outcome) {
      text += fmt::format(" ending {} reward {} epochs {}", static_cast<int>(trial.outcome->ending),
                          trial.outcome->reward, trial.outcome->epochs);
      for (const auto& [epoch, accuracy] : trial.outcome->curve)
        text += fmt::format(" ({}, {})", epoch, accuracy);
    }
    text += "\n";
  }
  for (const ArmRecord& arm : record.final_round) {
    text += arm.name + ":";
    for (const double accuracy : arm.values) text += fmt::format(" {}", accuracy);
    text += "\n";
  }
  if (!record.chosen) return text + "not chosen\n";
  Policy policy = found_policy(record);
  policy.provenance.created.clear();
  return text + fmt::format("chosen {} beats manual {}\n", *record.chosen, record.beats_manual) +
         policy_text(policy);
}

StudyRecord run_fake(const StudyOptions& options, StudyLog& log, const FakeEvaluator::Behaviour& behaviour) {
  std::atomic<bool> stop{false};
  FakeEvaluator evaluator(behaviour, stop);
  return run_study(options, log, evaluator, {}, stop, chaotic_searcher, [&] { return evaluator.clock(); });
}

StudyRecord run_fake(const StudyOptions& options, Store& store, const FakeEvaluator::Behaviour& behaviour) {
  StudyLog log(store);
  return run_fake(options, log, behaviour);
}

}  // namespace variegate
