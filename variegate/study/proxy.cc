#include "variegate/study/proxy.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/spelling.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/arms.h"
#include "variegate/study/comparison_json.h"

namespace variegate {
namespace {

const std::string kFull = "full";
constexpr int kFormat = 1;

[[noreturn]] void refuse(const std::string& part, const std::string& what, const std::string& expected) {
  throw Error({.where = "proxy",
               .what = what,
               .got = "'" + part + "'",
               .expected = expected,
               .mend = "for example train=500,epochs=50,child=small-conv:8"},
              ErrorKind::usage);
}

int positive(const std::string& part, const std::string& value) {
  int number = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (failure != std::errc() || end != value.data() + value.size() || number < 1)
    refuse(part, "not a number that it can be", "a whole number above 0");
  return number;
}

void read_part(const std::string& part, ProxyTask& proxy) {
  const std::size_t equals = part.find('=');
  if (equals == std::string::npos || equals + 1 == part.size())
    refuse(part, "not a change of the full task", "NAME=VALUE");
  const std::string name = part.substr(0, equals);
  const std::string value = part.substr(equals + 1);
  if (name == "train") {
    proxy.train = positive(part, value);
  } else if (name == "epochs") {
    proxy.epochs = positive(part, value);
  } else if (name == "resolution") {
    proxy.resolution = positive(part, value);
  } else if (name == "child") {
    proxy.child = value;
  } else {
    const std::vector<std::string> names{"train", "epochs", "child", "resolution"};
    refuse(part, "a proxy has no such part" + did_you_mean(name, names),
           fmt::format("{}", fmt::join(names, ", ")));
  }
}

std::string task_name(const ProxyMeasurement& measurement, std::size_t task) {
  return task == 0 ? kFull : text_of(measurement.proxies[task - 1]);
}

Task task_of(const ProxyMeasurement& measurement, std::size_t task) {
  return task == 0 ? measurement.full : applied(measurement.proxies[task - 1], measurement.full);
}

double total_seconds(const std::vector<ArmRecord>& arms) {
  double seconds = 0.0;
  for (const ArmRecord& arm : arms) seconds += arm.seconds;
  return seconds;
}

Json full_json(const Task& task) {
  Json json = {{"data", to_json(task.data)}, {"child", to_json(task.child)}, {"epochs", task.epochs}};
  if (task.metric != Task{}.metric) json["metric"] = task.metric;  // which earlier versions did not write
  return json;
}

}  // namespace

ProxyTask parse_proxy(const std::string& text) {
  ProxyTask proxy;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    read_part(text.substr(begin, end - begin), proxy);
    begin = end + 1;
  }
  return proxy;
}

std::string text_of(const ProxyTask& proxy) {
  std::vector<std::string> parts;
  if (proxy.train > 0) parts.push_back(fmt::format("train={}", proxy.train));
  if (proxy.epochs > 0) parts.push_back(fmt::format("epochs={}", proxy.epochs));
  if (!proxy.child.empty()) parts.push_back("child=" + proxy.child);
  if (proxy.resolution > 0) parts.push_back(fmt::format("resolution={}", proxy.resolution));
  return fmt::format("{}", fmt::join(parts, ","));
}

Task applied(const ProxyTask& proxy, const Task& full) {
  Task task = full;
  if (proxy.train > 0) task.data.train_size = proxy.train;
  if (proxy.epochs > 0) task.epochs = proxy.epochs;
  if (!proxy.child.empty()) task.child.model = proxy.child;
  if (proxy.resolution > 0) task.data.resolution = proxy.resolution;
  return task;
}

Agreement agreement(const std::vector<ArmRecord>& full, const std::vector<ArmRecord>& proxy,
                    const Metric& metric) {
  std::vector<double> there, here;
  for (std::size_t i = 0; i < full.size(); ++i) {
    const double on_full = arm_mean(full[i]);
    const double on_proxy = arm_mean(proxy[i]);
    if (!std::isfinite(on_full) || !std::isfinite(on_proxy)) continue;
    there.push_back(gain_of(metric, on_full));
    here.push_back(gain_of(metric, on_proxy));
  }
  Agreement found;
  found.policies = there.size();
  found.spearman = spearman(there, here);
  found.kendall = kendall(there, here);
  if (!there.empty()) {
    const auto chosen = static_cast<std::size_t>(std::max_element(here.begin(), here.end()) - here.begin());
    found.regret = *std::max_element(there.begin(), there.end()) - there[chosen];
  }
  const double seconds = total_seconds(full);
  found.share_of_time = seconds > 0.0 ? total_seconds(proxy) / seconds : 0.0;
  return found;
}

ProxyMeasurement plan_measurement(const Task& full, const std::vector<ProxyTask>& proxies,
                                  const std::vector<std::pair<std::string, Policy>>& policies, int seeds,
                                  std::uint64_t seed) {
  ProxyMeasurement measurement{.full = full, .proxies = proxies, .arms = {}, .metric = {}};
  for (std::size_t task = 0; task <= proxies.size(); ++task) {
    std::vector<ArmRecord> arms;
    for (const auto& [name, policy] : policies) {
      ArmRecord arm;
      arm.name = name;
      arm.policy = policy;
      for (int k = 0; k < seeds; ++k) {
        arm.seeds.push_back(
            run_seed(seed, "proxy: " + task_name(measurement, task), static_cast<std::uint64_t>(k)));
        arm.values.push_back(std::numeric_limits<double>::quiet_NaN());
      }
      arms.push_back(std::move(arm));
    }
    measurement.arms.push_back(std::move(arms));
  }
  return measurement;
}

void measure(ProxyMeasurement& measurement, const EvaluatorFactory& evaluator,
             const std::function<void(std::size_t, std::size_t, const std::string&)>& ended,
             const std::atomic<bool>& stop) {
  for (std::size_t task = 0; task < measurement.arms.size(); ++task) {
    std::vector<ArmRecord>& arms = measurement.arms[task];
    const bool trained = std::all_of(arms.begin(), arms.end(), [](const ArmRecord& arm) {
      return finite_values(arm).size() == arm.values.size();
    });
    if (trained) continue;
    const Task what = task_of(measurement, task);
    OpenRequest open;
    open.data = what.data;
    open.child = what.child;
    open.metric = what.metric;
    ArmObserver observer;
    observer.ended = [&](std::size_t arm, std::size_t, const std::string& reason) {
      if (ended) ended(task, arm, reason);
    };
    observer.opened = [&](const Ready& ready) { measurement.metric = ready.metric; };
    train_arms(arms, what.epochs, *evaluator(open), observer, stop, task_name(measurement, task));
  }
}

Json to_json(const ProxyMeasurement& measurement) {
  Json json = {{"format", kFormat}, {"full", full_json(measurement.full)}, {"tasks", Json::array()}};
  if (measurement.metric != Metric{}) json["metric"] = to_json(measurement.metric);
  for (std::size_t task = 0; task < measurement.arms.size(); ++task) {
    Json arms = Json::array();
    for (const ArmRecord& arm : measurement.arms[task]) arms.push_back(to_json(arm));
    json["tasks"].push_back({{"task", task_name(measurement, task)}, {"arms", std::move(arms)}});
  }
  return json;
}

void take_results(ProxyMeasurement& planned, JsonReader json) {
  const auto other = [](const JsonReader& place) {
    place.fail("what was measured before differs here from what is asked for", "the same options",
               "repeat the options of the start, or name another file by --out");
  };
  json.member("format").integer(kFormat, kFormat);
  const JsonReader full = json.member("full");
  if (full.value() != full_json(planned.full)) other(full);
  const auto metric = json.optional_member("metric");
  const std::vector<JsonReader> tasks = json.member("tasks").array(1);
  json.finish();
  if (tasks.size() != planned.arms.size()) other(json);
  ProxyMeasurement taken = planned;
  if (metric) taken.metric = metric_from_json(*metric);
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    JsonReader place = tasks[task];
    const JsonReader name = place.member("task");
    if (name.string() != task_name(planned, task)) other(name);
    const std::vector<JsonReader> arms = place.member("arms").array(1);
    place.finish();
    if (arms.size() != planned.arms[task].size()) other(place);
    for (std::size_t i = 0; i < arms.size(); ++i) {
      const ArmRecord arm = arm_from_json(arms[i], taken.metric);
      ArmRecord& wanted = taken.arms[task][i];
      if (arm.name != wanted.name || hash(arm.policy) != hash(wanted.policy) || arm.seeds != wanted.seeds)
        other(arms[i]);
      wanted.values = arm.values;
      wanted.seconds = arm.seconds;
    }
  }
  planned = std::move(taken);
}

}  // namespace variegate
