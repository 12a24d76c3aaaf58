// Proxy tasks: what a trial of a search trains in place of the full task, and how well that ranks policies.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/study/rank_correlation.h"
#include "variegate/study/record.h"
#include "variegate/study/train_arms.h"
#include "variegate/trial/evaluator.h"
#include "variegate/trial/task.h"

namespace variegate {

// What a proxy changes of the full task; 0 or "": nothing.
struct ProxyTask {
  int train = 0;  // training images
  int epochs = 0;
  std::string child;   // model, e.g. "small-conv:8"
  int resolution = 0;  // square side in pixels
  bool operator==(const ProxyTask&) const = default;
};

// "train=500,epochs=50,child=small-conv:8,resolution=16", in any order. Error (usage), naming the part, for
// anything else, and when nothing is changed.
ProxyTask parse_proxy(const std::string& text);
std::string text_of(const ProxyTask& proxy);  // as above, in that order

Task applied(const ProxyTask& proxy, const Task& full);

// How a proxy ranks policies that the full task has ranked, by their means over seeds. Policies of which all
// runs failed on either are left out.
struct Agreement {
  RankCorrelation spearman;
  double kendall = 0.0;
  std::size_t policies = 0;
  // What choosing by the proxy costs on the full task, in the unit of the metric: how much better the best
  // there is than the proxy's best.
  double regret = 0.0;
  double share_of_time = 0.0;  // training seconds of the proxy over those of the full task
};
Agreement agreement(const std::vector<ArmRecord>& full, const std::vector<ArmRecord>& proxy,
                    const Metric& metric = {});

// The same policies trained on the full task and on every proxy. Seeds differ from task to task, as those of
// a search differ from those of the training that follows it.
struct ProxyMeasurement {
  Task full;
  std::vector<ProxyTask> proxies;
  std::vector<std::vector<ArmRecord>> arms;  // by task: the full one first, then the proxies
  Metric metric = {};  // which Task::metric names, once a worker has said what is known of it
};

// Nothing trained yet. Policies with the base included; seeds: of each policy and task.
ProxyMeasurement plan_measurement(const Task& full, const std::vector<ProxyTask>& proxies,
                                  const std::vector<std::pair<std::string, Policy>>& policies, int seeds,
                                  std::uint64_t seed);

// Makes an evaluator for a task.
using EvaluatorFactory = std::function<std::unique_ptr<Evaluator>(const OpenRequest&)>;

// Trains what has not been trained; ended(), where given, is called after every run. Errors as train_arms().
void measure(ProxyMeasurement& measurement, const EvaluatorFactory& evaluator,
             const std::function<void(std::size_t task, std::size_t arm, const std::string& reason)>& ended,
             const std::atomic<bool>& stop);

Json to_json(const ProxyMeasurement& measurement);
// The results in the document taken into a measurement that is planned alike. Error (usage) when it was of
// other data, tasks, policies or seeds.
void take_results(ProxyMeasurement& planned, JsonReader json);

}  // namespace variegate
