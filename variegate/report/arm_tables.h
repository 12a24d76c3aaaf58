// Tables with charts of the final round, the comparison and the importance of operations.
#pragma once

#include <string>
#include <vector>

#include "variegate/report/importance.h"
#include "variegate/study/record.h"

namespace variegate {

// Arms of the final round, best first: each seed and the mean. "" without a final round.
std::string final_round_html(const StudyRecord& study);

// Arms on the test set with 95 % intervals and the seconds they cost. found: name of the arm to set off.
std::string comparison_html(const ComparisonRecord& comparison, const std::string& found);

// Paired differences of the comparison with 95 % intervals.
std::string differences_html(const ComparisonRecord& comparison, const std::string& found);

// Effect of each operation on the metric, most useful first, and what the chosen policy makes of it.
std::string importance_html(std::vector<OpImportance> importance, const Metric& metric);

}  // namespace variegate
