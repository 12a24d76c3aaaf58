#include "variegate/report/metric_words.h"

#include <fmt/format.h>

#include <cmath>

#include "variegate/report/html.h"

namespace variegate {
namespace {

constexpr const char* kNotKnown = "–";

}  // namespace

std::string value_words(const Metric& metric, double value) {
  if (metric.share) return percent_text(value);
  return std::isfinite(value) ? fmt::format("{:#.4g}", value) : kNotKnown;
}

std::string difference_words(const Metric& metric, double difference) {
  if (metric.share) return points_text(difference);
  if (!std::isfinite(difference)) return kNotKnown;
  if (difference == 0.0) return "0";
  const std::string size = fmt::format("{:#.3g}", std::abs(difference));
  return (difference < 0.0 ? "−" : "+") + size;
}

std::string interval_words(const Metric& metric, double low, double high) {
  if (metric.share || !std::isfinite(low) || !std::isfinite(high)) return interval_text(low, high);
  return difference_words(metric, low) + " to " + difference_words(metric, high);
}

std::string deviation_words(const Metric& metric, double deviation) {
  if (!std::isfinite(deviation)) return kNotKnown;
  return metric.share ? fmt::format("{:.1f}", 100.0 * deviation) : fmt::format("{:#.2g}", deviation);
}

std::string amount_words(const Metric& metric, double difference) {
  if (!metric.share) return fmt::format("{:.3g}", std::abs(difference));
  const std::string text = fmt::format("{:.1f}", std::abs(100.0 * difference));
  return text + (text == "1.0" ? " point" : " points");
}

std::string axis_title(const Metric& metric, const std::string& part) {
  return fmt::format("{} {}{}{}", part, metric.name, metric.share ? ", %" : "",
                     metric.larger_is_better ? "" : " (less is better)");
}

std::string unit_of_differences(const Metric& metric) {
  return metric.share ? "percentage points" : metric.name;
}

double axis_unit(const Metric& metric) { return metric.share ? 100.0 : 1.0; }

std::string tick_words(double on_axis) {
  const std::string text = fmt::format("{:.6g}", on_axis);
  return text == "-0" ? "0" : text;
}

}  // namespace variegate
