// Which operations went with reward, over the trials of a study.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "variegate/policy/policy.h"

namespace variegate {

struct OpEffect {
  std::string op;
  double effect = 0.0;       // change in reward (0..1) when the op's share of samples goes from 0 to 1
  double uncertainty = 0.0;  // standard error of the effect
  int trials = 0;            // with the op in their policy
};

// Ridge regression of reward on the shares of all operations (Hoerl and Kennard 1970), best effect first. An
// effect is that of the operation as it was used, over all strengths tried: a beginning, not a proof. Read as
// Bayesian linear regression, the penalty is the ratio of noise to prior variance; both, and with them the
// standard errors, are those of largest marginal likelihood. Effects that the trials say little about are
// drawn towards 0, and their uncertainty says so. Operations whose share is the same in all trials (the
// base's) cannot be told from the base and are left out; so are rewards that are not finite. Empty for fewer
// than three trials.
std::vector<OpEffect> op_effects(std::span<const std::pair<Policy, double>> trials);

}  // namespace variegate
