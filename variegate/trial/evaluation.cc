#include "variegate/trial/evaluation.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"

namespace variegate {

// Defined in the generated metric_factories.cc.
const std::vector<const EvaluationMetric& (*)()>& metric_factories();

namespace {

const std::vector<const EvaluationMetric*>& metrics_in_order() {
  static const std::vector<const EvaluationMetric*> list = [] {
    std::vector<const EvaluationMetric*> all;
    for (const auto factory : metric_factories()) all.push_back(&factory());
    std::stable_sort(all.begin(), all.end(),
                     [](const auto* a, const auto* b) { return a->order < b->order; });
    return all;
  }();
  return list;
}

}  // namespace

double Evaluation::accuracy() const {
  return static_cast<double>(std::count(right.begin(), right.end(), true)) /
         static_cast<double>(right.size());
}

const EvaluationMetric& evaluation_metric(const std::string& name) {
  std::vector<std::string> names;
  for (const EvaluationMetric* known : metrics_in_order()) {
    if (known->metric.name == name) return *known;
    names.push_back(known->metric.name);
  }
  throw Error({.where = "metric",
               .what = "this worker does not know it",
               .got = "'" + name + "'" + did_you_mean(name, names),
               .expected = fmt::format("one of {}", fmt::join(names, ", ")),
               .mend = ""},
              ErrorKind::usage);
}

About metric_option() {
  About about{.summary = "measure by which policies are judged"};
  for (const EvaluationMetric* known : metrics_in_order()) {
    about.choices.push_back(known->metric.name);
    about.summary += fmt::format("; {}: {}", known->metric.name, known->summary);
  }
  return about;
}

}  // namespace variegate
