#include "variegate/trial/evaluation.h"

namespace variegate::metrics {

const EvaluationMetric& accuracy() {
  static const Metric metric{.name = "accuracy", .larger_is_better = true, .share = true};
  static const EvaluationMetric accuracy{
      .metric = metric,
      .summary = "share of the images that are classified rightly",
      .order = 10,
      .value = [](const Evaluation& evaluation) { return evaluation.accuracy(); }};
  return accuracy;
}

}  // namespace variegate::metrics
