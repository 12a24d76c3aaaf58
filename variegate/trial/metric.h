// What runs of a task are judged by: a number of any range and direction, and the reward that a search sees.
#pragma once

#include <string>

#include "variegate/core/json_fwd.h"

namespace variegate {

struct Metric {
  std::string name = "accuracy";
  bool larger_is_better = true;
  bool share = true;  // its values lie in 0..1 and are shown in per cent; false: any finite number
  bool operator==(const Metric&) const = default;
};

// A value as a reward: in 0..1, larger is better, strictly increasing with how good the value is. A share is
// itself, or 1 less it. Any other number x, its sign turned where smaller is better, becomes 1 / (2 - x) up
// to 0 and (1 + x) / (2 + x) from there on, so that a cross entropy of 0 is 0.5 and one of 2 is 0.25. Search
// and early stopping work on rewards alone; a final round compares values that are no shares as they are.
double reward_of(const Metric& metric, double value);

// The value of which reward is the reward.
double value_of(const Metric& metric, double reward);

// How much the value changes by one of reward, about that reward (between 0 and 1): what small differences
// and deviations of rewards are in the unit of the metric, once multiplied by it.
double slope_of(const Metric& metric, double reward);

// How much better a value is than another, by their difference: below 0 where it is worse.
double gain_of(const Metric& metric, double difference);

// A value as people read it: "51.23 %" of a share, else "0.7412".
std::string value_text(const Metric& metric, double value);

// A difference of two values as people read it: "+1.23", in percentage points, of a share, else "-0.0312".
std::string difference_text(const Metric& metric, double difference);

// The value of which reward is the reward, as people read it.
std::string reward_text(const Metric& metric, double reward);

Json to_json(const Metric& metric);
Metric metric_from_json(JsonReader json);

}  // namespace variegate
