// What is to be believed of the policies of a final round, after all that the study has measured: closed-form
// empirical Bayes.
//
// Policies are taken as draws from a normal distribution whose spread is learnt from the trials of the search
// (over a grid, so that its uncertainty counts), and whose place beside the reference ("manual") is learnt
// from the final round. A trial that came out on top of many is drawn back towards the others by as much as
// chance explains: this, and the pictures that search and final round share, is the winner's curse.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "variegate/search/gaussian_process/cholesky.h"
#include "variegate/study/final_noise.h"

namespace variegate {

// The standard deviation between policies that is the likeliest beforehand, in points.
constexpr double kUsualSpread = 2.0;

// All in points: those of a share are percentage points (study/final_evidence.h).
struct ArmEvidence {
  std::vector<double> differences;  // of the final round: an arm's mean less the reference's
  // The reward of the trial that the same arm was, where it was one.
  std::vector<std::optional<double>> trials;
  std::vector<double> rewards;  // of all comparable trials of the search
  FinalNoise noise;
  std::size_t seeds = 1;
  bool fresh_pictures = false;  // no picture of the final round validated in the search
  // How far from the policies' mean the reference may stand beforehand: a standard deviation.
  double reference_deviation = 10.0;
  // What an arm's own place varies beyond the spread, an entry an arm or none: of one far below all others,
  // which would pass for a large spread between policies.
  std::vector<double> apart = {};
};

class ArmPosterior {
 public:
  explicit ArmPosterior(const ArmEvidence& evidence);

  std::size_t size() const { return mean_.size(); }
  double gain(std::size_t arm) const { return mean_[arm]; }  // over the reference, in points
  double deviation(std::size_t arm) const;                   // of that belief
  double spread() const;                                     // standard deviation between policies, in points
  int degrees() const { return degrees_; }                   // of freedom: deviations are estimated

  // The probability that an arm is better than another, or (nullopt) than the reference; 0..1.
  double better(std::size_t arm, std::optional<std::size_t> other) const;

 private:
  // Given one spread.
  struct Belief {
    double weight = 0.0;
    double spread = 0.0;
    std::vector<double> mean;
    SymmetricMatrix covariance;
  };

  static Belief given(double spread, const ArmEvidence& evidence);

  std::vector<Belief> beliefs_;
  std::vector<double> mean_;
  int degrees_;
};

}  // namespace variegate
