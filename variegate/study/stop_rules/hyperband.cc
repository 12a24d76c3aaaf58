#include "variegate/study/rung.h"

namespace variegate::stop_rules {

const EarlyStopRule& hyperband() {
  static const EarlyStopRule rule{
      .name = "hyperband",
      .summary =
          "as asha, but of 17 trials 9 begin to be compared at a ninth of the epochs, 5 at a third, and "
          "3 are trained to their end",
      .source = "Li et al., Hyperband, JMLR 2018, with reduction factor 3 and three brackets",
      .order = 50,
      .brackets = {{9, {1.0 / 9.0, 1.0 / 3.0, 1.0}}, {5, {1.0 / 3.0, 1.0}}, {3, {1.0}}},
      .hopeless = [](const Race& race) { return below_rung(race, 3, 2); },
  };
  return rule;
}

}  // namespace variegate::stop_rules
