// Trains children on one training set and evaluates them on another. Free of libtorch: what it hides may be
// included by the worker, tests and benchmarks.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "variegate/data/splits.h"
#include "variegate/trial/run.h"

namespace variegate {

struct TrainerOptions {
  bool overlap =
      true;  // make batches on a second thread while the child trains; results are the same without
};

class Trainer {
 public:
  // Keeps the data, and settles the precision. Error when the data cannot be trained or evaluated on, when
  // the child is not known, or when the device is not there.
  Trainer(PictureSet train, PictureSet evaluation, const ChildSpec& spec, const TrainerOptions& options = {});
  ~Trainer();
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  std::int64_t parameters() const;       // of the child
  const std::string& precision() const;  // fp32 or bf16

  // Called at each report epoch; false ends the run there.
  using OnReport = std::function<bool(const Report&)>;
  // Called after each epoch, before its evaluation.
  using OnEpoch = std::function<void(const EpochEnded&)>;
  // Called between batches, also of an evaluation; false ends the run at the next step of training, throwing
  // abandons it.
  using Poll = std::function<bool()>;

  // One run, on one thread (and the feeder's). The same request gives the same reports (but for times) and
  // the same accuracy, bit for bit, on one machine.
  //
  // With run.checkpoint, state is saved at each report epoch before it is reported, and at the end. When the
  // file is there already and of the same run, the run goes on from it: its reports so far are made again, so
  // whoever listens sees the same sequence as from a run that nobody killed.
  //
  // With run.start, it goes on from the end of that run, and is bit for bit the rest of one run from the
  // start whose policy at each epoch was that of the run which trained it.
  //
  // A run that was ended by a poll is evaluated there only when it has made no report yet.
  //
  // Error when run.start is not there, or is of another child, seed or schedule, or has its epochs already;
  // when the loss is no longer finite, when the policy is not sound or changes the size of pictures, or
  // when the checkpoint is damaged.
  Done train(const RunRequest& run, const OnReport& on_report, const Poll& poll = {},
             const OnEpoch& on_epoch = {}) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace variegate
