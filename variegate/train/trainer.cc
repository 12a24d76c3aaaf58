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
#include "variegate/core/json.h"
#include "variegate/policy/policy.h"
#include "variegate/train/batch_feeder.h"
#include "variegate/train/checkpoint.h"
#include "variegate/train/child_model.h"
#include "variegate/train/learner.h"
#include "variegate/train/normalisation.h"
#include "variegate/train/precision.h"
#include "variegate/train/schedule.h"

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

void check_data(const PictureSet& train, const PictureSet& evaluation) {
  const auto fail = [](const char* what, const std::string& got, const std::string& expected) {
    throw Error({.where = "training data",
                 .what = what,
                 .got = got,
                 .expected = expected,
                 .mend = "check the data and the sizes of the split"});
  };
  if (train.size() < 2) fail("too few images to train on", std::to_string(train.size()), "at least 2");
  if (evaluation.size() == 0) fail("no images to evaluate on", "0", "at least 1");
  const auto shape = [](const PictureSet& set) {
    return fmt::format("{} x {} pixels, {} channels", set.width, set.height, set.channels);
  };
  if (shape(train) != shape(evaluation)) {
    fail("evaluation pictures have another shape", shape(evaluation), shape(train));
  }
  if (train.class_names.size() < 2) {
    fail("too few classes", std::to_string(train.class_names.size()), "at least 2");
  }
  const auto classes = static_cast<int>(train.class_names.size());
  for (const PictureSet* set : {&train, &evaluation}) {
    for (std::size_t i = 0; i < set->size(); ++i) {
      const int label = set->label(i);
      if (label >= 0 && label < classes) continue;
      fail("a label is not one of the classes", std::to_string(label), fmt::format("0 .. {}", classes - 1));
    }
  }
}

double share_of(const std::vector<bool>& right) {
  return static_cast<double>(std::count(right.begin(), right.end(), true)) /
         static_cast<double>(right.size());
}

int schedule_epochs(const RunRequest& run) {
  return run.schedule_epochs > 0 ? run.schedule_epochs : run.epochs;
}

// What the states of runs that may go on from each other have in common. The data stand in it by their sizes
// only: their digest is the study's to compare.
std::string child_fingerprint(const RunRequest& run, const ChildSpec& spec, const std::string& precision,
                              const PictureSet& train) {
  ChildSpec settled = spec;
  settled.precision = precision;  // a worker may have been told "auto", and another what that came to
  return fmt::format("{}, seed {}, {} images of {} x {} x {}, learning rate over {} epochs",
                     to_json(settled).dump(), run.seed, train.size(), train.width, train.height,
                     train.channels, schedule_epochs(run));
}

// Everything that the state of a run depends on.
std::string run_fingerprint(const std::string& child, const RunRequest& run) {
  return fmt::format("{}; policy {:016x}, {} epochs", child, hash(run.policy), run.epochs);
}

Checkpoint read_start(const RunRequest& run, const std::string& child) {
  auto start = read_checkpoint(run.start, child);
  if (start && start->epochs < run.epochs) return std::move(*start);
  throw Error({.where = run.start,
               .what = start ? "the checkpoint to start from is too far already"
                             : "the checkpoint to start from is not there",
               .got = start ? fmt::format("{} epochs", start->epochs) : "",
               .expected = start ? fmt::format("less than {}", run.epochs) : "",
               .mend = ""});
}

}  // namespace

struct Trainer::State {
  PictureSet train;
  PictureSet evaluation;
  ChildSpec spec;
  TrainerOptions options;
  Normalisation normalisation;
  ChildShape shape;
  std::string precision;
  std::int64_t parameters = 0;

  // By the processor and not by a measurement of the moment: two studies of one seed must train alike, and
  // under load a measurement falls out one way and the other. What it is worth is measured by
  // bench/train_bench: with the instructions children here train 1.0 to 2.5 times as fast as in fp32, without
  // them bfloat16 is many times slower.
  std::string choose_precision() const {
    if (spec.precision != "auto") return spec.precision;
    return spec.device == "cpu" && processor_has_bf16() ? "bf16" : "fp32";
  }
};

Trainer::Trainer(PictureSet train, PictureSet evaluation, const ChildSpec& spec,
                 const TrainerOptions& options) {
  check_data(train, evaluation);
  open_device(spec.device);
  // One process a core: more threads a child would only wait for one another.
  at::set_num_threads(1);
  // Weights that decay towards 0 reach denormal numbers, which are many times slower.
  at::globalContext().setFlushDenormal(true);
  Normalisation normalisation(train);
  const ChildShape shape{train.width, train.height, train.channels,
                         static_cast<int>(train.class_names.size())};
  state_ = std::make_unique<State>(State{.train = std::move(train),
                                         .evaluation = std::move(evaluation),
                                         .spec = spec,
                                         .options = options,
                                         .normalisation = std::move(normalisation),
                                         .shape = shape,
                                         .precision = ""});
  state_->parameters = count_parameters(*make_child(spec.model, shape));
  state_->precision = state_->choose_precision();
}

Trainer::~Trainer() = default;

std::int64_t Trainer::parameters() const { return state_->parameters; }

const std::string& Trainer::precision() const { return state_->precision; }

Done Trainer::train(const RunRequest& run, const OnReport& on_report, const Poll& poll,
                    const OnEpoch& on_epoch) const {
  const State& state = *state_;
  const auto start = std::chrono::steady_clock::now();
  Learner learner(state.spec, state.shape, run.seed, state.precision == "bf16");

  Checkpoint checkpoint;
  const std::string child = child_fingerprint(run, state.spec, state.precision, state.train);
  checkpoint.run = run_fingerprint(child, run);
  std::optional<Checkpoint> found;
  if (!run.checkpoint.empty()) found = read_checkpoint(run.checkpoint, checkpoint.run);
  if (found) {
    checkpoint = std::move(*found);
    learner.optimiser().restore(checkpoint.buffers, checkpoint.steps);
  } else if (!run.start.empty()) {
    const Checkpoint behind = read_start(run, child);
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
    right = learner.evaluate(state.evaluation, state.normalisation, while_evaluating);
    return share_of(right);
  };
  const auto ended = [&](bool stopped, double accuracy) {
    // What a checkpoint keeps of an evaluation is its accuracy alone.
    if (run.pictures && right.empty() && !stopped) evaluate();
    return Done{.trial = run.trial,
                .epochs = checkpoint.epochs,
                .stopped = stopped,
                .accuracy = accuracy,
                .seconds = seconds(),
                .right = run.pictures ? right : std::vector<bool>{}};
  };

  for (Report report : checkpoint.reports) {
    report.trial = run.trial;
    if (!on_report(report)) {
      checkpoint.epochs = report.epoch;
      return ended(true, report.accuracy);
    }
  }

  const auto batch_size = static_cast<std::size_t>(state.spec.batch_size);
  const std::size_t batches = (state.train.size() + batch_size - 1) / batch_size;
  const std::int64_t steps = static_cast<std::int64_t>(batches) * schedule_epochs(run);
  BatchFeeder feeder(state.train, state.normalisation, run.policy,
                     {.batch_size = state.spec.batch_size,
                      .seed = run.seed,
                      .first_epoch = checkpoint.epochs,
                      .epochs = run.epochs,
                      .fuse = state.spec.fuse,
                      .overlap = state.options.overlap});
  auto epoch_start = std::chrono::steady_clock::now();
  double waited_before = 0.0;
  while (const Batch* batch = feeder.next()) {
    if (!still_wanted()) {
      return ended(true, checkpoint.reports.empty() ? evaluate() : checkpoint.reports.back().accuracy);
    }
    learner.learn(batch->pixels.data(), batch->labels.data(), batch->size,
                  cosine_rate(state.spec.learning_rate, learner.optimiser().steps(), steps));
    if (!batch->ends_epoch) continue;

    checkpoint.epochs = batch->epoch + 1;
    const auto [loss, train_accuracy] = learner.finish_epoch();
    const double epoch_seconds = seconds_since(epoch_start);
    const double waited = feeder.waited() - waited_before;
    if (!std::isfinite(loss)) {
      throw Error({.where = fmt::format("epoch {}", checkpoint.epochs),
                   .what = "training diverged: the loss is no longer finite",
                   .got = fmt::format("{}", loss),
                   .expected = "a finite loss",
                   .mend = "lower the learning rate"});
    }
    if (on_epoch) on_epoch({.trial = run.trial, .epoch = checkpoint.epochs, .seconds = epoch_seconds});
    if (std::binary_search(run.report_epochs.begin(), run.report_epochs.end(), checkpoint.epochs)) {
      const Report report{.trial = run.trial,
                          .epoch = checkpoint.epochs,
                          .accuracy = evaluate(),
                          .loss = loss,
                          .train_accuracy = train_accuracy,
                          .waiting = std::clamp(waited / epoch_seconds, 0.0, 1.0),
                          .images_per_second = static_cast<double>(state.train.size()) / epoch_seconds};
      checkpoint.reports.push_back(report);
      save();
      if (!on_report(report)) return ended(checkpoint.epochs < run.epochs, report.accuracy);
    }
    epoch_start = std::chrono::steady_clock::now();
    waited_before = feeder.waited();
  }

  if (!checkpoint.reports.empty() && checkpoint.reports.back().epoch == run.epochs) {
    return ended(false, checkpoint.reports.back().accuracy);
  }
  const double accuracy = evaluate();
  save();
  return ended(false, accuracy);
}

}  // namespace variegate
