// Which arm of a final round is kept, and how much better than the reference it is expected to be: the one
// value that the choice, the terminal, `report --json` and the page all speak from.
//
// The simpler arm is kept unless the other is better with a probability of at least `confidence`: "manual"
// first, then the other baselines, then what the search found. The probability counts both sources of chance,
// seeds and validation pictures, and that the arms were picked as the best of many (study/arm_posterior.h).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "variegate/study/record.h"

namespace variegate {

// Differences are in the unit of the metric (accuracies are 0..1): of a loss, those below 0 are gains.
struct ArmVerdict {
  std::string arm;
  double observed = 0.0;  // its mean less the reference's
  double gain = 0.0;      // expected on new data: what is observed, less what chance explains of it
  double low = 0.0;       // 95 % interval of the gain
  double high = 0.0;
  double better = 0.5;  // probability that it is better than the reference
};

struct Decision {
  std::string chosen;     // an arm
  std::string reference;  // "manual", or the simplest baseline; "" when no baseline has all of its runs
  std::vector<ArmVerdict> arms;  // all arms without a failed run, but the reference
  std::size_t seeds = 0;         // an arm
  std::size_t pictures = 0;      // that validate, over all folds
  double error = 0.0;            // standard error of the difference between two arms
  // The part of it that more validation pictures would take away; 0 where it is not known, for another metric
  // than the accuracy.
  double picture_error = 0.0;
  double spread = 0.0;  // standard deviation between policies, as far as it is known

  // Intervals over seeds need three of them.
  bool has_intervals() const { return seeds >= 3; }
  const ArmVerdict* find(const std::string& arm) const;
};

// What is kept in a study whose final round has ended. nullopt when there was none, or when every arm has a
// failed run.
std::optional<Decision> decide(const StudyRecord& record);

}  // namespace variegate
