#include "variegate/study/study_options.h"

#include <fmt/format.h>

#include "variegate/search/searcher.h"
#include "variegate/search/usual_trials.h"
#include "variegate/study/early_stop.h"

namespace variegate {

std::vector<std::string> method_choices() {
  std::vector<std::string> names{"auto"};
  for (const MethodInfo& method : search_methods()) names.push_back(method.name);
  return names;
}

std::vector<std::string> early_stop_choices() {
  std::vector<std::string> names;
  for (const EarlyStopRule* rule : early_stop_rules()) names.push_back(rule->name);
  return names;
}

std::string trials_summary() {
  return fmt::format("policies to try; 0: as many as --budget allows, or {}", kUsualTrials);
}

std::string members_summary() {
  return fmt::format("members of a population (--method pbt, pba), each trained once; 0: {}", kUsualMembers);
}

}  // namespace variegate
