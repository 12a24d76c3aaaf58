#include "variegate/study/early_stop.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"

namespace variegate {
// Defined in the generated stop_rule_factories.cc.
const std::vector<const EarlyStopRule& (*)()>& stop_rule_factories();

std::optional<double> reward_at(const Curve& curve, int epoch) {
  for (const auto& [at, reward] : curve) {
    if (at == epoch) return reward;
  }
  return std::nullopt;
}

const std::vector<const EarlyStopRule*>& early_stop_rules() {
  static const std::vector<const EarlyStopRule*> rules = [] {
    std::vector<const EarlyStopRule*> all;
    for (const auto factory : stop_rule_factories()) all.push_back(&factory());
    std::stable_sort(all.begin(), all.end(),
                     [](const auto* a, const auto* b) { return a->order < b->order; });
    return all;
  }();
  return rules;
}

const EarlyStopRule& early_stop_rule(const std::string& name) {
  std::vector<std::string> names;
  for (const EarlyStopRule* rule : early_stop_rules()) {
    if (rule->name == name) return *rule;
    names.push_back(rule->name);
  }
  throw Error({.where = "",
               .what = "no such rule for stopping early",
               .got = "'" + name + "'" + did_you_mean(name, names),
               .expected = fmt::format("one of {}", fmt::join(names, ", ")),
               .mend = ""},
              ErrorKind::usage);
}

std::size_t bracket_of(const EarlyStopRule& rule, std::int64_t trial) {
  std::int64_t round = 0;
  for (const Bracket& bracket : rule.brackets) round += bracket.trials;
  std::int64_t place = trial % round;
  std::size_t index = 0;
  while (place >= rule.brackets[index].trials) place -= rule.brackets[index++].trials;
  return index;
}

std::vector<int> report_epochs(const EarlyStopRule& rule, std::int64_t trial, int epochs) {
  std::vector<int> at;
  for (const double share : rule.brackets[bracket_of(rule, trial)].report_shares) {
    const int epoch = static_cast<int>(std::ceil(share * epochs - 1e-9));
    if (at.empty() || epoch > at.back()) at.push_back(epoch);
  }
  return at;
}

}  // namespace variegate
