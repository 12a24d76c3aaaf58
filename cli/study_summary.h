// What a study found, in short: for the terminal and for machines.
#pragma once

#include <string>

#include "variegate/core/json_fwd.h"
#include "variegate/study/record.h"

namespace variegate::cli {

// policy, report: paths of the files, printed as they are. "operations" has what report/importance.h says of
// each: effect on the metric of applying it to every sample, its standard error, and share and range
// in the chosen policy; where they cannot be ranked, "operations_unknown" says why. "decision" is that of
// study/decision.h, and "finding" what the terminal and the page say of it. "chosen" is null
// while the study has not ended. Values and differences are in the unit of the metric, which "metric"
// describes: accuracies are 0..1.
Json summary_json(const StudyRecord& record, const std::string& policy, const std::string& report);

// Prints the summary of a study that has ended to standard output.
void print_summary(const StudyRecord& record, const std::string& path, const std::string& report);

}  // namespace variegate::cli
