// Trains children on one training set and evaluates them on another. Free of libtorch: what it hides may be
// included by the worker, tests and benchmarks.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "variegate/data/field_spec.h"
#include "variegate/data/picture_set.h"
#include "variegate/train/task_data.h"
#include "variegate/trial/run.h"

namespace variegate {

struct TrainerOptions {
  // Make batches on a second thread while the child trains; results are the same without.
  bool overlap = true;
  std::string metric = "accuracy";  // what runs are judged by: see trial/evaluation.h
};

class Trainer {
 public:
  // Keeps the data, and settles the precision. Error when the data cannot be trained or evaluated on, when
  // the child or the metric is not known, or when the device is not there.
  Trainer(TaskData data, const ChildSpec& spec, const TrainerOptions& options = {});
  // Of pictures, normalised by those that train.
  Trainer(PictureSet train, PictureSet evaluation, const ChildSpec& spec, const TrainerOptions& options = {});
  ~Trainer();
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  const std::vector<FieldSpec>& fields() const;  // as the child takes them
  std::int64_t parameters() const;               // of the child
  const std::string& precision() const;          // fp32 or bf16
  const Metric& metric() const;

  // Called at each report epoch; false ends the run there.
  using OnReport = std::function<bool(const Report&)>;
  // Called after each epoch, before its evaluation.
  using OnEpoch = std::function<void(const EpochEnded&)>;
  // Called between batches, also of an evaluation; false ends the run at the next step of training, throwing
  // abandons it.
  using Poll = std::function<bool()>;

  // Does the work of the run: train(), or evaluates a frozen child, or says what it makes of the evaluation
  // samples. Of the other works none reports; one that a poll ends comes back `stopped`, without its result.
  // Error as train(); when the checkpoint of the frozen child is not there or is of another child; and when
  // the one-shot method is not known.
  Done run(const RunRequest& run, const OnReport& on_report, const Poll& poll = {},
           const OnEpoch& on_epoch = {}) const;

  // A run that trains, on one thread (and the loader's). The same request gives the same reports (but for
  // times) and the same value, bit for bit, on one machine.
  //
  // With a checkpoint, state is saved at each report epoch before it is reported, and at the end. When the
  // file is there already and of the same run, the run goes on from it: its reports so far are made again, so
  // whoever listens sees the same sequence as from a run that nobody killed.
  //
  // With a start, it goes on from the end of that run, and is bit for bit the rest of one run from the
  // start whose policy at each epoch was that of the run which trained it.
  //
  // A run that was ended by a poll is evaluated there only when it has made no report yet.
  //
  // Error when the start is not there, or is of another child, seed or schedule, or has its epochs already;
  // when the loss is no longer finite, when the policy is not sound or changes the size of pictures, or
  // when the checkpoint is damaged.
  Done train(const RunRequest& run, const OnReport& on_report, const Poll& poll = {},
             const OnEpoch& on_epoch = {}) const;

 private:
  struct State;  // trainer_state.h
  Done score(const RunRequest& run, const Poll& poll) const;
  Done embed(const RunRequest& run, const Poll& poll) const;

  std::unique_ptr<State> state_;
};

}  // namespace variegate
