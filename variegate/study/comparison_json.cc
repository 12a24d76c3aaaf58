#include "variegate/study/comparison_json.h"

#include <cmath>
#include <limits>

#include "variegate/core/json.h"
#include "variegate/core/json_line.h"
#include "variegate/policy/policy_json.h"
#include "variegate/study/statistics.h"
#include "variegate/trial/protocol.h"

namespace variegate {
namespace {

constexpr double kLongest = 1e12;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kLargestInt = std::numeric_limits<int>::max();

double number_or(const JsonReader& json, double low, double high, double when_null) {
  return json.value().is_null() ? when_null : json.number(low, high);
}

Json difference_json(const Difference& difference) {
  Json json = Json::object();
  json["a"] = difference.a;
  json["b"] = difference.b;
  json["mean"] = difference.pairs == 0 ? Json() : Json(difference.mean);
  json["low"] = finite_or_null(difference.low);
  json["high"] = finite_or_null(difference.high);
  json["pairs"] = difference.pairs;
  return json;
}

// What a value of the metric may be.
struct Bounds {
  double low, high;
};

Bounds bounds_of(const Metric& metric) {
  if (metric.share) return {.low = 0.0, .high = 1.0};
  constexpr double kLargest = std::numeric_limits<double>::max();
  return {.low = -kLargest, .high = kLargest};
}

Difference difference_from_json(JsonReader json, const Metric& metric) {
  const double most = bounds_of(metric).high;
  Difference difference;
  difference.a = json.member("a").string();
  difference.b = json.member("b").string();
  difference.mean = number_or(json.member("mean"), -most, most, 0.0);
  // An interval of a few seeds may reach beyond what a share can be.
  const double beyond = metric.share ? 100.0 : most;
  difference.low = number_or(json.member("low"), -beyond, beyond, -kInfinity);
  difference.high = number_or(json.member("high"), -beyond, beyond, kInfinity);
  difference.pairs = json.member("pairs").small_integer(0, kLargestInt);
  json.finish();
  return difference;
}

}  // namespace

Json finite_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json to_json(const ArmRecord& arm) {
  std::vector<double> finished;
  Json values = Json::array();
  for (const double value : arm.values) {
    values.push_back(finite_or_null(value));
    if (std::isfinite(value)) finished.push_back(value);
  }
  Json json = Json::object();
  json["name"] = arm.name;
  json["mean"] = finished.empty() ? Json() : Json(mean(finished));
  json["sd"] = finished.size() < 2 ? Json() : Json(standard_deviation(finished));
  json["seeds"] = std::move(values);
  json["seed_numbers"] = arm.seeds;
  json["seconds"] = arm.seconds;
  json["search_seconds"] = arm.search_seconds;
  json["baseline"] = arm.baseline;
  json["policy"] = to_json(arm.policy);
  return json;
}

ArmRecord arm_from_json(JsonReader json, const Metric& metric) {
  const auto [low, high] = bounds_of(metric);
  ArmRecord arm;
  arm.name = json.member("name").string();
  json.optional_member("mean");
  json.optional_member("sd");
  for (const JsonReader& item : json.member("seeds").array(1)) {
    arm.values.push_back(number_or(item, low, high, std::numeric_limits<double>::quiet_NaN()));
  }
  const std::size_t runs = arm.values.size();
  for (const JsonReader& item : json.member("seed_numbers").array(runs, runs)) {
    arm.seeds.push_back(item.unsigned_integer());
  }
  arm.seconds = json.member("seconds").number(0.0, kLongest);
  arm.search_seconds = json.member("search_seconds").number(0.0, kLongest);
  arm.baseline = json.member("baseline").boolean();
  arm.policy = policy_from_json(json.member("policy"));
  json.finish();
  return arm;
}

Json to_json(const ComparisonRecord& record) {
  Json json = Json::object();
  json["format"] = kComparisonFormat;
  json["epochs"] = record.epochs;
  json["data"] = parse_json(line_of(FromWorker{record.data}), "data");
  json["arms"] = Json::array();
  for (const ArmRecord& arm : record.arms) json["arms"].push_back(to_json(arm));
  json["differences"] = Json::array();
  for (const Difference& difference : record.differences)
    json["differences"].push_back(difference_json(difference));
  return json;
}

ComparisonRecord comparison_from_json(JsonReader json) {
  ComparisonRecord record;
  json.member("format").integer(1, kComparisonFormat);
  record.epochs = json.member("epochs").small_integer(1, kLargestInt);
  const JsonReader data = json.member("data");
  const FromWorker message = from_worker(json_line(data.value()), data.path());
  if (const auto* ready = std::get_if<Ready>(&message)) {
    record.data = *ready;
  } else {
    data.fail("not what a worker says when it has opened the data");
  }
  const Metric& metric = record.data.metric;
  for (const JsonReader& arm : json.member("arms").array(1))
    record.arms.push_back(arm_from_json(arm, metric));
  for (const JsonReader& item : json.member("differences").array()) {
    record.differences.push_back(difference_from_json(item, metric));
  }
  json.finish();
  return record;
}

}  // namespace variegate
