// When a trial is given up as hopeless. stop_rules/ holds one rule a file, and the list of them is made of
// the file names: median.cc defines `const EarlyStopRule& stop_rules::median()`. Every rule compares at equal
// epoch, with trials that were finished when this one was proposed, and late: strong augmentation learns
// slowly at first. (Measured on 1,000 CIFAR-10 images, TrivialAugment minus crop and flip: -1.3 points at 20
// epochs, -1.4 at 40, +4.1 at 100. A rule that looks early kills the winner.) asha and hyperband look early
// all the same, as in their papers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace variegate {

using Curve = std::vector<std::pair<int, double>>;  // (epoch, reward 0..1), by epoch

// The reward at an epoch; nullopt where the curve has no point there.
std::optional<double> reward_at(const Curve& curve, int epoch);

// What a rule may look at.
struct Race {
  Curve own;                  // of the trial in question; its last point is the present one
  std::vector<Curve> others;  // of earlier trials of its bracket that did not fail
  std::size_t validation_images = 0;
};

// Trials that are compared with each other.
struct Bracket {
  int trials = 1;                     // of each round of brackets
  std::vector<double> report_shares;  // of the epochs of a trial: where it is evaluated, the end included
};

struct EarlyStopRule {
  std::string name;
  std::string summary;
  std::string source;
  int order = 0;                  // place in lists
  std::vector<Bracket> brackets;  // trials are dealt to them by their numbers, round after round
  bool (*hopeless)(const Race& race) = nullptr;
};

const std::vector<const EarlyStopRule*>& early_stop_rules();

// Error (usage) with the nearest name when there is none.
const EarlyStopRule& early_stop_rule(const std::string& name);

// The bracket of a trial, as an index.
std::size_t bracket_of(const EarlyStopRule& rule, std::int64_t trial);

// The epochs at which a trial of so many epochs reports: increasing, the last is `epochs`.
std::vector<int> report_epochs(const EarlyStopRule& rule, std::int64_t trial, int epochs);

}  // namespace variegate
