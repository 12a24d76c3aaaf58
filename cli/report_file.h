// The report of a study's folder, written beside its policy.
#pragma once

#include <string>
#include <vector>

#include "variegate/study/record.h"

namespace variegate::cli {

struct PolicyUse {
  std::string purpose;  // "Train with it, in full"
  std::string command;  // as it is typed
};

// What to do with the policy of the study in the folder, with the study's own data, child and base. Writes
// FOLDER/base.json when the base of the study has no name.
std::vector<PolicyUse> policy_uses(const StudyRecord& study, const std::string& folder);

// Writes FOLDER/report.html (or `out`) of the study in FOLDER, whose data are where it says, and, when there
// is one, of FOLDER/comparison.json. Gives the path written.
std::string write_report(const StudyRecord& study, const std::string& folder, const std::string& out = "");

// Reads the study first. Error when there is none in the folder.
std::string write_report(const std::string& folder, const std::string& out = "");

}  // namespace variegate::cli
