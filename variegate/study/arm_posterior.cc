#include "variegate/study/arm_posterior.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "variegate/study/statistics.h"

namespace variegate {
namespace {

// Standard deviations between policies, in points; believed beforehand to be near the middle one (log-normal,
// a factor of e to either side).
constexpr double kSpreads[] = {0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.3, 16.0};

double sum_of_squares(std::span<const double> values) {
  return std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
}

// Log density of a normal distribution but for the constant; `whitened`: L^-1 of the values.
double log_density(const Cholesky& factor, std::span<const double> whitened) {
  return -0.5 * factor.log_determinant() - 0.5 * sum_of_squares(whitened);
}

}  // namespace

// What every arm is worth: w = m + t, where t is its own place among policies and m the place of their mean
// beside the reference. Seen: d = w + chance in the final round, the reference's included, and, of a trial, a
// = t + chance in the search.
ArmPosterior::Belief ArmPosterior::given(double spread, const ArmEvidence& evidence) {
  const FinalNoise& noise = evidence.noise;
  const double between = spread * spread;
  const std::size_t arms = evidence.differences.size();
  const double in_the_final = noise.pictures + noise.run / static_cast<double>(evidence.seeds);
  const double in_a_trial = noise.pictures + noise.run;
  const double common_pictures = evidence.fresh_pictures ? 0.0 : noise.pictures;
  const double mean_reward = mean(evidence.rewards);
  const double of_reference = evidence.reference_deviation * evidence.reference_deviation;
  const auto own_place = [&](std::size_t arm) {
    return evidence.apart.empty() ? between : between + evidence.apart[arm];
  };

  std::vector<double> seen = evidence.differences;
  std::vector<std::size_t> arm_of;  // of the trials among what is seen
  for (std::size_t k = 0; k < arms; ++k) {
    if (!evidence.trials[k]) continue;
    arm_of.push_back(k);
    seen.push_back(*evidence.trials[k] - mean_reward);
  }
  SymmetricMatrix covariance(seen.size());
  for (std::size_t i = 0; i < arms; ++i) {
    for (std::size_t k = 0; k <= i; ++k)
      covariance.at(i, k) = of_reference + in_the_final + (i == k ? own_place(i) + in_the_final : 0.0);
  }
  for (std::size_t i = 0; i < arm_of.size(); ++i) {
    covariance.at(arms + i, arm_of[i]) = between + common_pictures;
    covariance.at(arms + i, arms + i) = between + in_a_trial;
  }
  const Cholesky factor(covariance, seen.size());
  const std::vector<double> whitened = factor.solve_lower(seen);

  std::vector<std::vector<double>> whitened_worth;  // of the covariance of each arm's worth with what is seen
  for (std::size_t arm = 0; arm < arms; ++arm) {
    std::vector<double> with(seen.size(), 0.0);
    for (std::size_t k = 0; k < arms; ++k) with[k] = of_reference + (k == arm ? own_place(k) : 0.0);
    for (std::size_t i = 0; i < arm_of.size(); ++i) with[arms + i] = arm_of[i] == arm ? between : 0.0;
    whitened_worth.push_back(factor.solve_lower(with));
  }
  Belief belief{.weight = 0.0, .spread = spread, .mean = {}, .covariance = SymmetricMatrix(arms)};
  const auto product = [](const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
  };
  for (std::size_t i = 0; i < arms; ++i) {
    belief.mean.push_back(product(whitened_worth[i], whitened));
    for (std::size_t k = 0; k <= i; ++k) {
      belief.covariance.at(i, k) =
          of_reference + (i == k ? own_place(i) : 0.0) - product(whitened_worth[i], whitened_worth[k]);
    }
  }

  // How likely all of it is: the rewards of all trials, and the final round given those of its own.
  const double prior = -0.5 * std::pow(std::log(spread / kUsualSpread), 2);
  double of_trials = 0.0;
  for (const double reward : evidence.rewards) of_trials += std::pow(reward - mean_reward, 2);
  const double degrees = std::max(0.0, static_cast<double>(evidence.rewards.size()) - 1.0);
  const double all_trials =
      -0.5 * degrees * std::log(between + in_a_trial) - 0.5 * of_trials / (between + in_a_trial);
  const std::span<const double> own = std::span(seen).subspan(arms);
  const double own_trials = -0.5 * static_cast<double>(own.size()) * std::log(between + in_a_trial) -
                            0.5 * sum_of_squares(own) / (between + in_a_trial);
  belief.weight = prior + all_trials + log_density(factor, whitened) - own_trials;
  return belief;
}

ArmPosterior::ArmPosterior(const ArmEvidence& evidence)
    : mean_(evidence.differences.size(), 0.0), degrees_(evidence.noise.degrees) {
  double most = -std::numeric_limits<double>::infinity();
  for (const double spread : kSpreads) {
    beliefs_.push_back(given(spread, evidence));
    most = std::max(most, beliefs_.back().weight);
  }
  double sum = 0.0;
  for (Belief& belief : beliefs_) sum += belief.weight = std::exp(belief.weight - most);
  for (Belief& belief : beliefs_) {
    belief.weight /= sum;
    for (std::size_t k = 0; k < mean_.size(); ++k) mean_[k] += belief.weight * belief.mean[k];
  }
}

double ArmPosterior::deviation(std::size_t arm) const {
  double variance = 0.0;
  for (const Belief& belief : beliefs_) {
    variance += belief.weight *
                (std::max(0.0, belief.covariance.at(arm, arm)) + std::pow(belief.mean[arm] - mean_[arm], 2));
  }
  return std::sqrt(variance);
}

double ArmPosterior::spread() const {
  double spread = 0.0;
  for (const Belief& belief : beliefs_) spread += belief.weight * belief.spread;
  return spread;
}

double ArmPosterior::better(std::size_t arm, std::optional<std::size_t> other) const {
  constexpr double kLeastVariance = 1e-9;  // of two arms that nothing tells apart
  double probability = 0.0;
  for (const Belief& belief : beliefs_) {
    double difference = belief.mean[arm];
    double variance = belief.covariance.at(arm, arm);
    if (other) {
      difference -= belief.mean[*other];
      variance += belief.covariance.at(*other, *other) -
                  2.0 * belief.covariance.at(std::max(arm, *other), std::min(arm, *other));
    }
    probability +=
        belief.weight * student_t_below(difference / std::sqrt(std::max(variance, kLeastVariance)), degrees_);
  }
  return probability;
}

}  // namespace variegate
