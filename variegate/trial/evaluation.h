// What an evaluation found, and the metrics that are made of it. metrics/ holds one a file, and the list of
// them is made of the file names: accuracy.cc defines `const EvaluationMetric& metrics::accuracy()`.
#pragma once

#include <string>
#include <vector>

#include "variegate/core/describe.h"
#include "variegate/trial/metric.h"

namespace variegate {

struct Evaluation {
  std::vector<bool> right;  // which samples were classified rightly, in their order
  double loss = 0.0;        // mean cross entropy, in nats, without label smoothing

  double accuracy() const;  // 0..1
};

struct EvaluationMetric {
  Metric metric;
  std::string summary;  // of the value, beginning with a noun
  int order = 0;        // place in lists; the first is what is judged by when nothing is said
  double (*value)(const Evaluation&) = nullptr;
};

// Error (usage) with the nearest name when there is none.
const EvaluationMetric& evaluation_metric(const std::string& name);

// The description of OpenRequest::metric, for those who have it among their own options.
About metric_option();

}  // namespace variegate
