// The report of a study's folder, written beside its policy.
#pragma once

#include <string>

namespace variegate::cli {

// Writes FOLDER/report.html (or `out`) from the study in FOLDER and, when there is one,
// FOLDER/comparison.json. Gives the path written. Error when there is no study in the folder.
std::string write_report(const std::string& folder, const std::string& out = "");

}  // namespace variegate::cli
