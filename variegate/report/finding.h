// What a study has found, in one honest sentence.
#pragma once

#include <optional>
#include <string>

#include "variegate/study/decision.h"
#include "variegate/study/record.h"

namespace variegate {

struct Finding {
  enum class Kind {
    nothing_yet,    // no trial has ended with a reward
    running,        // trials, but no choice yet
    manual_stays,   // nothing beat manual: a baseline was chosen, or the comparison shows no gain
    gains,          // better than manual: on the test set the interval leaves out zero, else decide() is sure
    may_be_chance,  // better on average, but not so surely
  };
  Kind kind = Kind::nothing_yet;
  std::string headline;               // plain text, one sentence
  std::string detail;                 // plain text: on what data, and what the sentence rests on
  bool on_test = false;               // the numbers below are of the test set, else of the final round
  Metric metric;                      // that they are values of
  const ArmRecord* chosen = nullptr;  // of that round; these three point into the records given
  const ArmRecord* manual = nullptr;
  const ArmRecord* none = nullptr;
  std::optional<Decision> decision;       // of the final round, once it has made its choice
  std::optional<Difference> over_manual;  // as measured
  std::optional<Difference> over_none;
};

// comparison: nullptr when there is none; it counts when one of its arms is the chosen policy.
Finding find_out(const StudyRecord& study, const ComparisonRecord* comparison);

}  // namespace variegate
