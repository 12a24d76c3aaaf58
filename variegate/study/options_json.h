// StudyOptions as JSON, and how two of them differ.
#pragma once

#include <string>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/study/study_options.h"

namespace variegate {

Json to_json(const StudyOptions& options);
StudyOptions study_options_from_json(JsonReader json);

// Error (usage) when a study cannot run like this: no trials and no budget, an unknown rule or baseline, a
// number out of range.
void check(const StudyOptions& options);

// One option in which two sets differ: its name ("data.train_size") and both values as JSON.
struct OptionChange {
  std::string name;
  std::string before, after;
};
std::vector<OptionChange> changes(const StudyOptions& before, const StudyOptions& after);

}  // namespace variegate
