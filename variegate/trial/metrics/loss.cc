#include "variegate/trial/evaluation.h"

namespace variegate::metrics {

const EvaluationMetric& loss() {
  static const Metric metric{.name = "loss", .larger_is_better = false, .share = false};
  static const EvaluationMetric loss{.metric = metric,
                                     .summary = "mean cross entropy, of which less is better",
                                     .order = 20,
                                     .value = [](const Evaluation& evaluation) { return evaluation.loss; }};
  return loss;
}

}  // namespace variegate::metrics
