// Values of a metric and their differences as the report writes them: a share in per cent and percentage
// points, any other number as it is.
#pragma once

#include <string>

#include "variegate/trial/metric.h"

namespace variegate {

// "53.2 %", "0.7412"; "–" when not finite.
std::string value_words(const Metric& metric, double value);

// "+5.4" (points), "−0.031"; "–" when not finite.
std::string difference_words(const Metric& metric, double difference);

// "+3.9 to +6.9" of a difference, in the same unit; "not known (one seed)" when it is not finite.
std::string interval_words(const Metric& metric, double low, double high);

// "0.5", of a standard deviation; "–" when not finite.
std::string deviation_words(const Metric& metric, double deviation);

// The size of a difference within a sentence: "5.4 points", "0.031".
std::string amount_words(const Metric& metric, double difference);

// "Validation accuracy, %", "Test loss (less is better)".
std::string axis_title(const Metric& metric, const std::string& part);

// "percentage points", "loss".
std::string unit_of_differences(const Metric& metric);

// What a value or a difference of one is on an axis.
double axis_unit(const Metric& metric);

// A round number beside an axis, with no more digits than it needs.
std::string tick_words(double on_axis);

}  // namespace variegate
