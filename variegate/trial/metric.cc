#include "variegate/trial/metric.h"

#include <fmt/format.h>

#include "variegate/core/json.h"

namespace variegate {

double reward_of(const Metric& metric, double value) {
  if (metric.share) return metric.larger_is_better ? value : 1.0 - value;
  const double good = metric.larger_is_better ? value : -value;
  return good < 0.0 ? 1.0 / (2.0 - good) : (1.0 + good) / (2.0 + good);
}

double value_of(const Metric& metric, double reward) {
  if (metric.share) return metric.larger_is_better ? reward : 1.0 - reward;
  const double good = reward < 0.5 ? 2.0 - 1.0 / reward : (2.0 * reward - 1.0) / (1.0 - reward);
  return metric.larger_is_better ? good : -good;
}

double slope_of(const Metric& metric, double reward) {
  const double side = reward < 0.5 ? reward : 1.0 - reward;
  const double slope = metric.share ? 1.0 : 1.0 / (side * side);
  return metric.larger_is_better ? slope : -slope;
}

double gain_of(const Metric& metric, double difference) {
  return metric.larger_is_better ? difference : -difference;
}

std::string value_text(const Metric& metric, double value) {
  return metric.share ? fmt::format("{:.2f} %", 100.0 * value) : fmt::format("{:.4f}", value);
}

std::string difference_text(const Metric& metric, double difference) {
  return metric.share ? fmt::format("{:+.2f}", 100.0 * difference) : fmt::format("{:+.4f}", difference);
}

std::string reward_text(const Metric& metric, double reward) {
  return value_text(metric, value_of(metric, reward));
}

Json to_json(const Metric& metric) {
  Json json = Json::object();
  json["name"] = metric.name;
  json["larger_is_better"] = metric.larger_is_better;
  json["share"] = metric.share;
  return json;
}

Metric metric_from_json(JsonReader json) {
  Metric metric;
  metric.name = json.member("name").string();
  metric.larger_is_better = json.member("larger_is_better").boolean();
  metric.share = json.member("share").boolean();
  json.finish();
  return metric;
}

}  // namespace variegate
