// How a study was done: what one needs to repeat it.
#pragma once

#include <string>

#include "variegate/report/page.h"
#include "variegate/study/record.h"

namespace variegate {

std::string provenance_html(const StudyRecord& study, const ComparisonRecord* comparison,
                            const ReportExtras& extras);

}  // namespace variegate
