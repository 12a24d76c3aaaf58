#include "bench/recorded/baselines.h"

#include <fmt/format.h>

#include "variegate/policy/published.h"

namespace variegate::recorded {

std::vector<Baseline> baselines(const Task& task) {
  std::vector<Baseline> all{{"none", task.space.base}, {"manual", base_policy(task.usual_base)}};
  for (const char* name : {"trivialaugment", "uniformaugment", "augmix", "autoaugment-cifar10"})
    all.push_back({name, published_policy(name)});
  for (int calls = 1; calls <= 3; ++calls) {
    for (const int magnitude : {1, 3, 5, 7, 9}) {
      const std::string name = fmt::format("randaugment:{}:{}", calls, magnitude);
      all.push_back({name, published_policy(name)});
    }
  }
  return all;
}

}  // namespace variegate::recorded
