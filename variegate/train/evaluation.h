// What an evaluation found, and the metrics that are made of it.
#pragma once

#include <string>
#include <vector>

#include "variegate/trial/metric.h"

namespace variegate {

struct Evaluation {
  std::vector<bool> right;  // which samples were classified rightly, in their order
  double loss = 0.0;        // mean cross entropy, in nats, without label smoothing

  double accuracy() const;  // 0..1
};

struct EvaluationMetric {
  Metric metric;
  double (*value)(const Evaluation&);
};

// "accuracy" or "loss". Error (usage) with the nearest name when there is none.
const EvaluationMetric& evaluation_metric(const std::string& name);

}  // namespace variegate
