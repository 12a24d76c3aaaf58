#include "variegate/train/trainer.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/train/checkpoint.h"
#include "variegate/train/field_tensor.h"
#include "variegate/train/one_shot.h"
#include "variegate/train/precision.h"
#include "variegate/train/run_fingerprint.h"
#include "variegate/train/schedule.h"
#include "variegate/train/trainer_state.h"
#include "variegate/train/training_batches.h"

namespace variegate {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

at::Device open_device(const std::string& name) {
  const at::Device device(name);
  const auto count = at::hasCUDA() ? static_cast<int>(at::detail::getCUDAHooks().deviceCount()) : 0;
  if (device.is_cuda() && (device.has_index() ? device.index() : 0) >= count) {
    throw Error({.where = "device",
                 .what = "not there",
                 .got = "'" + name + "'",
                 .expected = count == 0 ? "cpu: this libtorch sees no CUDA device"
                                        : fmt::format("cpu or cuda:0 .. cuda:{}", count - 1),
                 .mend = "choose another --device"},
                ErrorKind::usage);
  }
  return device;
}

Checkpoint read_start(const Train& train, const std::string& child) {
  auto start = read_checkpoint(train.start, child);
  if (start && start->epochs < train.epochs) return std::move(*start);
  throw Error({.where = train.start,
               .what = start ? "the checkpoint to start from is too far already"
                             : "the checkpoint to start from is not there",
               .got = start ? fmt::format("{} epochs", start->epochs) : "",
               .expected = start ? fmt::format("less than {}", train.epochs) : "",
               .mend = ""});
}

double finite(double loss, int epoch) {
  if (std::isfinite(loss)) return loss;
  throw Error({.where = fmt::format("epoch {}", epoch),
               .what = "training diverged: the loss is no longer finite",
               .got = fmt::format("{}", loss),
               .expected = "a finite loss",
               .mend = "lower the learning rate"});
}

}  // namespace

Trainer::Trainer(PictureSet train, PictureSet evaluation, const ChildSpec& spec,
                 const TrainerOptions& options)
    : Trainer(picture_data(std::move(train), std::move(evaluation)), spec, options) {}

Trainer::Trainer(TaskData data, const ChildSpec& spec, const TrainerOptions& options) {
  check_task_data(data);
  open_device(spec.device);
  // One process a core: more threads a child would only wait for one another.
  at::set_num_threads(1);
  // Weights that decay towards 0 reach denormal numbers, which are many times slower.
  at::globalContext().setFlushDenormal(true);
  const auto classes = static_cast<int>(data.train->class_names().size());
  const ChildInputs inputs = child_inputs(settle_loading(data), classes);
  state_ = std::make_unique<State>(State{.data = std::move(data),
                                         .spec = spec,
                                         .options = options,
                                         .metric = evaluation_metric(options.metric),
                                         .inputs = inputs,
                                         .precision = chosen_precision(spec)});
  state_->parameters = count_parameters(*make_child(spec.model, inputs));
}

Trainer::~Trainer() = default;

const std::vector<FieldSpec>& Trainer::fields() const { return state_->inputs.fields; }

std::int64_t Trainer::parameters() const { return state_->parameters; }

const std::string& Trainer::precision() const { return state_->precision; }

const Metric& Trainer::metric() const { return state_->metric.metric; }

Done Trainer::run(const RunRequest& run, const OnReport& on_report, const Poll& poll,
                  const OnEpoch& on_epoch) const {
  if (std::holds_alternative<Score>(run.work)) return score(run, poll);
  if (std::holds_alternative<Embed>(run.work)) return embed(run, poll);
  if (const auto* search = std::get_if<SuperTrain>(&run.work)) {
    return one_shot_method(search->method).search(run, state_->data, state_->spec, poll);
  }
  return train(run, on_report, poll, on_epoch);
}

Done Trainer::train(const RunRequest& run, const OnReport& on_report, const Poll& poll,
                    const OnEpoch& on_epoch) const {
  const State& state = *state_;
  const Train& work = run.train();
  const auto start = std::chrono::steady_clock::now();
  Learner learner = state.learner(work.child, run.seed);

  Checkpoint checkpoint;
  const Dataset& samples = *state.data.train;
  const std::string child =
      child_fingerprint(run, state.spec_of(work.child), state.precision, samples.size(), state.inputs.fields);
  checkpoint.run = run_fingerprint(child, work, metric());
  std::optional<Checkpoint> found;
  if (!run.checkpoint.empty()) found = read_checkpoint(run.checkpoint, checkpoint.run);
  if (found) {
    checkpoint = std::move(*found);
    learner.optimiser().restore(checkpoint.buffers, checkpoint.steps);
  } else if (!work.start.empty()) {
    const Checkpoint behind = read_start(work, child);
    checkpoint.epochs = behind.epochs;
    learner.optimiser().restore(behind.buffers, behind.steps);
  }
  const double seconds_before = checkpoint.seconds;
  const auto seconds = [&] { return seconds_before + seconds_since(start); };
  const auto save = [&] {
    if (run.checkpoint.empty()) return;
    checkpoint.steps = learner.optimiser().steps();
    checkpoint.seconds = seconds();
    checkpoint.buffers = learner.optimiser().save();
    write_checkpoint(run.checkpoint, checkpoint);
  };
  bool wanted = true;
  const auto still_wanted = [&] {
    if (poll && !poll()) wanted = false;
    return wanted;
  };
  const auto while_evaluating = [&] { still_wanted(); };
  std::vector<bool> right;  // of the last evaluation of this call
  const auto evaluate = [&] {
    Evaluation evaluation = learner.evaluate(*state.data.evaluation, state.data.loading, while_evaluating);
    const double value = state.metric.value(evaluation);
    right = std::move(evaluation.right);
    return finite(value, checkpoint.epochs);
  };
  const auto ended = [&](bool stopped, double value) {
    // What a checkpoint keeps of an evaluation is its value alone.
    if (work.pictures && right.empty() && !stopped) evaluate();
    return Done{.trial = run.trial,
                .epochs = checkpoint.epochs,
                .stopped = stopped,
                .value = value,
                .seconds = seconds(),
                .right = work.pictures ? right : std::vector<bool>{}};
  };

  for (Report report : checkpoint.reports) {
    report.trial = run.trial;
    if (!on_report(report)) {
      checkpoint.epochs = report.epoch;
      return ended(true, report.value);
    }
  }

  const auto batch_size = static_cast<std::size_t>(state.spec.batch_size);
  const std::size_t batches = (samples.size() + batch_size - 1) / batch_size;
  const std::int64_t steps = static_cast<std::int64_t>(batches) * schedule_epochs(work);
  TrainingBatches shown(samples, state.data.loading, work.policy,
                        {.batch_size = state.spec.batch_size,
                         .seed = run.seed,
                         .first_epoch = checkpoint.epochs,
                         .epochs = work.epochs,
                         .fuse = state.spec.fuse,
                         .overlap = state.options.overlap,
                         .clean = learner.asks_clean()});
  auto epoch_start = std::chrono::steady_clock::now();
  double waited_before = 0.0;
  while (const TrainingBatch* batch = shown.next()) {
    if (!still_wanted()) {
      return ended(true, checkpoint.reports.empty() ? evaluate() : checkpoint.reports.back().value);
    }
    learner.learn(*batch, cosine_rate(state.spec.learning_rate, learner.optimiser().steps(), steps));
    if (!batch->ends_epoch) continue;

    checkpoint.epochs = batch->epoch + 1;
    const auto [loss, train_accuracy] = learner.finish_epoch();
    const double epoch_seconds = seconds_since(epoch_start);
    const double waited = shown.waited() - waited_before;
    finite(loss, checkpoint.epochs);
    if (on_epoch) on_epoch({.trial = run.trial, .epoch = checkpoint.epochs, .seconds = epoch_seconds});
    if (std::binary_search(work.report_epochs.begin(), work.report_epochs.end(), checkpoint.epochs)) {
      const Report report{.trial = run.trial,
                          .epoch = checkpoint.epochs,
                          .value = evaluate(),
                          .loss = loss,
                          .train_accuracy = train_accuracy,
                          .waiting = std::clamp(waited / epoch_seconds, 0.0, 1.0),
                          .samples_per_second = static_cast<double>(samples.size()) / epoch_seconds};
      checkpoint.reports.push_back(report);
      save();
      if (!on_report(report)) return ended(checkpoint.epochs < work.epochs, report.value);
    }
    epoch_start = std::chrono::steady_clock::now();
    waited_before = shown.waited();
  }

  if (!checkpoint.reports.empty() && checkpoint.reports.back().epoch == work.epochs) {
    return ended(false, checkpoint.reports.back().value);
  }
  const double value = evaluate();
  save();
  return ended(false, value);
}

}  // namespace variegate
