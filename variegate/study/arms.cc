#include "variegate/study/arms.h"

#include "variegate/core/random.h"
#include "variegate/policy/published.h"

namespace variegate {
Policy arm_policy(const std::string& name, const Policy& base) {
  Policy policy;
  if (name == "manual") {
    policy = base;
  } else if (is_base_name(name) || is_policy_file(name)) {
    policy = find_policy(name);
  } else {
    policy = with_base(base, find_policy(name));
  }
  policy.name = name;
  return policy;
}

std::uint64_t run_seed(std::uint64_t seed, std::string_view use, std::uint64_t k) {
  return derive(derive(seed, hash_text(use)), k) >> 11;
}

std::vector<RunRequest> arm_runs(const std::vector<Policy>& arms, const std::vector<std::uint64_t>& seeds,
                                 int epochs, bool folds) {
  std::vector<RunRequest> runs;
  for (std::size_t k = 0; k < seeds.size(); ++k) {
    for (const Policy& arm : arms) {
      RunRequest run;
      run.trial = static_cast<std::int64_t>(runs.size());
      run.seed = seeds[k];
      run.fold = folds ? static_cast<int>(k) + 1 : 0;
      run.work = Train{.policy = arm, .epochs = epochs, .report_epochs = {epochs}};
      runs.push_back(std::move(run));
    }
  }
  return runs;
}

}  // namespace variegate
