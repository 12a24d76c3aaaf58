#include "variegate/study/lineage.h"

#include <fmt/format.h>

#include <algorithm>

namespace variegate {

Policy scheduled(const TrialRecord* behind, const Policy& stretch, int epochs) {
  Policy policy = stretch;
  Schedule schedule;
  int before = 0;
  if (behind != nullptr) {
    schedule = std::get<Schedule>(behind->policy.root.value);
    before = behind->epochs;
  }
  schedule.stretches.push_back({epochs - before, {stretch.root}});
  policy.root = {std::move(schedule)};
  return policy;
}

std::vector<std::int64_t> lineage(const std::vector<TrialRecord>& trials, std::int64_t trial) {
  std::vector<std::int64_t> line{trial};
  while (const auto from = trials[static_cast<std::size_t>(line.back())].from) line.push_back(*from);
  std::reverse(line.begin(), line.end());
  return line;
}

int epochs_trained(const std::vector<TrialRecord>& trials, const TrialRecord& trial) {
  if (!trial.outcome) return 0;
  const int before = trial.from ? trials[static_cast<std::size_t>(*trial.from)].epochs : 0;
  return std::max(0, trial.outcome->epochs - before);
}

bool goes_to_the_end(const StudyOptions& options, const TrialRecord& trial) {
  return trial.epochs == 0 || trial.epochs == options.epochs;
}

std::string checkpoint_path(const std::string& folder, std::int64_t trial) {
  return fmt::format("{}/trial-{}", folder, trial);
}

}  // namespace variegate
