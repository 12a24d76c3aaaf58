#include "variegate/study/rung.h"

namespace variegate::stop_rules {

const EarlyStopRule& halving() {
  static const EarlyStopRule rule{
      .name = "halving",
      .summary = "at 50 % and at 75 % of the epochs, the better half goes on",
      .source =
          "Li et al., A System for Massively Parallel Hyperparameter Tuning (ASHA), MLSys 2020, with "
          "reduction factor 2; the late rungs are ours",
      .order = 30,
      .brackets = {{1, {0.5, 0.75, 1.0}}},
      .hopeless = [](const Race& race) { return below_rung(race, 2, 4); },
  };
  return rule;
}

}  // namespace variegate::stop_rules
