// What variegate proxy is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/child_options.h"
#include "variegate/core/describe.h"
#include "variegate/study/data_plan.h"
#include "variegate/trial/task.h"

namespace variegate::cli {

struct ProxyOptions {
  Task full;
  std::vector<std::string> proxies;
  std::vector<std::string> policies = {
      "none", "manual", "trivialaugment", "randaugment:2:5", "uniformaugment", "autoaugment-cifar10"};
  int random = 10;
  int seeds = 2;
  std::string base = "auto";
  std::uint64_t seed = 0;
  int jobs = default_jobs();
  std::string out;
  bool json = false;
};

// All but the proxies, the number of workers, and the task, which describes itself.
template <MaybeConst<ProxyOptions> Options, typename Visit>
void describe(Options& proxy, Visit&& option) {
  option(
      "policies", proxy.policies,
      {.summary = "policies to be ranked, separated by commas: none, manual, published names, policy files"});
  option("random", proxy.random,
         {.low = 0, .high = 1000, .summary = "number of extra policies drawn from the search space"});
  option("seeds", proxy.seeds, {.low = 1, .high = 1000, .summary = "runs of every policy on every task"});
  option("base", proxy.base, base_option("every policy"));
  option("seed", proxy.seed,
         {.summary = "seed of the measurement, from which seeds and random policies are drawn"});
  option("out", proxy.out,
         {.summary = "file to keep the results in; after a kill the same command continues from it"});
  option("json", proxy.json, {.summary = "result for machines, no progress"});
}

}  // namespace variegate::cli
