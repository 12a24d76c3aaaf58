#include "variegate/study/rung.h"

namespace variegate::stop_rules {

const EarlyStopRule& asha() {
  static const EarlyStopRule rule{
      .name = "asha",
      .summary = "at a ninth and at a third of the epochs, the best third goes on",
      .source =
          "Li et al., ASHA, MLSys 2020, with reduction factor 3 and its rule for stopping instead of "
          "promoting",
      .order = 40,
      .brackets = {{1, {1.0 / 9.0, 1.0 / 3.0, 1.0}}},
      .hopeless = [](const Race& race) { return below_rung(race, 3, 2); },
  };
  return rule;
}

}  // namespace variegate::stop_rules
