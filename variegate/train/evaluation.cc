#include "variegate/train/evaluation.h"

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"

namespace variegate {
namespace {

const std::vector<EvaluationMetric>& all_metrics() {
  static const std::vector<EvaluationMetric> metrics = {
      {{.name = "accuracy", .larger_is_better = true, .share = true},
       [](const Evaluation& evaluation) { return evaluation.accuracy(); }},
      {{.name = "loss", .larger_is_better = false, .share = false},
       [](const Evaluation& evaluation) { return evaluation.loss; }}};
  return metrics;
}

}  // namespace

double Evaluation::accuracy() const {
  return static_cast<double>(std::count(right.begin(), right.end(), true)) /
         static_cast<double>(right.size());
}

const EvaluationMetric& evaluation_metric(const std::string& name) {
  std::vector<std::string> names;
  for (const EvaluationMetric& known : all_metrics()) {
    if (known.metric.name == name) return known;
    names.push_back(known.metric.name);
  }
  throw Error({.where = "metric",
               .what = "this worker does not know it",
               .got = "'" + name + "'" + did_you_mean(name, names),
               .expected = "accuracy or loss",
               .mend = ""},
              ErrorKind::usage);
}

}  // namespace variegate
