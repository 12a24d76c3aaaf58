// A comparison as `compare --json` prints it and as the report reads it:
//   {"format": 1, "epochs": 100, "data": {...},
//    "arms": [{"name", "mean", "sd", "seeds": [value by seed], "seed_numbers": [...], "seconds",
//    "search_seconds",
//              "baseline", "policy"}...],
//    "differences": [{"a", "b", "mean", "low", "high", "pairs"}...]}
// Values and differences are in the unit of the metric, which "data" names: accuracies are 0..1. The value of
// a failed run, and the ends of an interval that fewer than two pairs leave open, are null. Mean and sd are
// over the runs that did not fail.
#pragma once

#include "variegate/core/json_fwd.h"
#include "variegate/study/record.h"

namespace variegate {

inline constexpr int kComparisonFormat = 1;

Json finite_or_null(double value);

Json to_json(const ArmRecord& arm);
Json to_json(const ComparisonRecord& record);

// Error naming the place for anything else; mean and sd are not read but follow from the values.
ArmRecord arm_from_json(JsonReader json, const Metric& metric);
ComparisonRecord comparison_from_json(JsonReader json);

}  // namespace variegate
