#include "variegate/kernels/instruction_set.h"

#include <fmt/format.h>
#include <hwy/targets.h>

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"

namespace variegate::kernels {
namespace {

// A better target has a lower bit.
std::vector<std::int64_t> best_first() {
  std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
  std::sort(targets.begin(), targets.end());
  return targets;
}

std::vector<std::string> names_of(const std::vector<std::int64_t>& targets) {
  std::vector<std::string> names;
  for (const std::int64_t target : targets) names.emplace_back(hwy::TargetName(target));
  return names;
}

// The instruction sets of the processor: an earlier choice must not hide the others.
const std::vector<std::int64_t>& targets() {
  static const std::vector<std::int64_t> all = best_first();
  return all;
}

}  // namespace

std::vector<std::string> instruction_sets() { return names_of(targets()); }

std::string instruction_set() { return hwy::TargetName(best_first().front()); }

void use_instruction_set(const std::string& name) {
  const std::vector<std::string> names = instruction_sets();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    throw Error({.where = "instruction set",
                 .what = "this processor or program has no such one",
                 .got = "'" + name + "'" + did_you_mean(name, names),
                 .expected = fmt::format("one of {}", fmt::join(names, ", ")),
                 .mend = ""},
                ErrorKind::usage);
  }
  hwy::SetSupportedTargetsForTest(targets()[static_cast<std::size_t>(found - names.begin())]);
}

}  // namespace variegate::kernels
