// What a trainer keeps from one run to the next. It includes libtorch's tensors: for variegate/train alone.
#pragma once

#include <string>

#include "variegate/data/picture_set.h"
#include "variegate/train/child_model.h"
#include "variegate/train/learner.h"
#include "variegate/train/normalisation.h"
#include "variegate/train/trainer.h"
#include "variegate/trial/evaluation.h"

namespace variegate {

struct Trainer::State {
  PictureSet train;
  PictureSet evaluation;
  ChildSpec spec;
  TrainerOptions options;
  const EvaluationMetric& metric;
  Normalisation normalisation;
  ChildInputs inputs;
  std::string precision = "";
  std::int64_t parameters = 0;

  // The task's child, or the one that a run names in its place.
  ChildSpec spec_of(const std::string& child) const {
    ChildSpec own = spec;
    if (!child.empty()) own.model = child;
    return own;
  }

  Learner learner(const std::string& child, std::uint64_t seed) const {
    return {spec_of(child), inputs, seed, precision == "bf16"};
  }
};

// What the states of children have in common that can take each other's weights: how a checkpoint's
// fingerprint (Checkpoint::run) begins.
std::string weights_fingerprint(const ChildSpec& spec, const std::string& precision);

}  // namespace variegate
