// Runs that train nothing: what a child with given weights makes of the evaluation samples.
#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "variegate/core/error.h"
#include "variegate/pipeline/batch_mixes.h"
#include "variegate/train/checkpoint.h"
#include "variegate/train/run_fingerprint.h"
#include "variegate/train/trainer_state.h"
#include "variegate/train/training_batches.h"

namespace variegate {
namespace {

constexpr int kBatch = 64;

class Seconds {
 public:
  double passed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Gives the learner the weights of a run of the same child.
void restore(Learner& learner, const std::string& frozen, const std::string& fingerprint) {
  const auto checkpoint = read_checkpoint(frozen, fingerprint);
  if (!checkpoint) {
    throw Error({.where = frozen,
                 .what = "the checkpoint of the frozen child is not there",
                 .got = "",
                 .expected = "the checkpoint of a run that has ended or reported",
                 .mend = ""});
  }
  learner.optimiser().restore(checkpoint->buffers, checkpoint->steps);
}

// Thrown out of an evaluation that is no longer wanted.
struct Unwanted {};

Done stopped_run(const RunRequest& run, const Seconds& seconds) {
  return {.trial = run.trial, .epochs = 0, .stopped = true, .value = 0.0, .seconds = seconds.passed()};
}

}  // namespace

Done Trainer::score(const RunRequest& run, const Poll& poll) const {
  const State& state = *state_;
  const auto& work = std::get<Score>(run.work);
  require_no_mixes(work.policy, "a frozen child is judged by one label a sample");
  const Seconds seconds;
  Learner learner = state.learner(work.child, run.seed);
  restore(learner, work.frozen, weights_fingerprint(state.spec_of(work.child), state.precision));
  TrainingBatches shown(*state.data.evaluation, state.data.loading, work.policy,
                        {.batch_size = kBatch,
                         .seed = run.seed,
                         .epochs = 1,
                         .fuse = state.spec.fuse,
                         .overlap = state.options.overlap});
  Evaluation found;
  learner.begin_evaluation();
  while (const TrainingBatch* batch = shown.next()) {
    if (poll && !poll()) return stopped_run(run, seconds);
    learner.judge(*batch, found);
  }
  learner.end_evaluation(found);
  if (!std::isfinite(found.loss)) {
    throw Error({.where = work.frozen,
                 .what = "the loss of the frozen child is not finite",
                 .got = fmt::format("{}", found.loss),
                 .expected = "a finite loss",
                 .mend = "use the checkpoint of a run that did not diverge"});
  }
  Done done{.trial = run.trial,
            .epochs = 0,
            .stopped = false,
            .value = state.metric.value(found),
            .seconds = seconds.passed()};
  done.scored = Scored{.loss = found.loss, .accuracy = found.accuracy(), .samples = found.right.size()};
  return done;
}

Done Trainer::embed(const RunRequest& run, const Poll& poll) const {
  const State& state = *state_;
  const auto& work = std::get<Embed>(run.work);
  const Seconds seconds;
  Learner learner = state.learner(work.child, run.seed);
  if (!work.frozen.empty())
    restore(learner, work.frozen, weights_fingerprint(state.spec_of(work.child), state.precision));
  try {
    Done done{.trial = run.trial};
    done.features = learner.features(*state.data.evaluation, state.data.loading, [&] {
      if (poll && !poll()) throw Unwanted();
    });
    done.seconds = seconds.passed();
    return done;
  } catch (const Unwanted&) {
    return stopped_run(run, seconds);
  }
}

}  // namespace variegate
