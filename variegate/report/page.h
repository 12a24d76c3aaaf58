// The report: one HTML page that needs nothing else, neither network nor JavaScript.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "variegate/report/importance.h"
#include "variegate/study/record.h"

namespace variegate {

// A strip of pictures: the original and its augmented copies.
struct StripPicture {
  std::string caption;  // class name
  std::vector<std::uint8_t> png;
  int columns = 1;            // pictures side by side, the original included
  int width = 1, height = 1;  // pixels
};

// What the page shows beside the records.
struct ReportExtras {
  std::vector<OpImportance> importance;                   // see report/importance.h
  std::string importance_unknown = {};                    // why there is none
  std::vector<StripPicture> strips;                       // of the chosen policy
  std::string version;                                    // of variegate
  std::vector<std::pair<std::string, std::string>> uses;  // what to do with the policy: (purpose, command)
};

// comparison: nullptr when there is none.
std::string report_html(const StudyRecord& study, const ComparisonRecord* comparison,
                        const ReportExtras& extras);

}  // namespace variegate
