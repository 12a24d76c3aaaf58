#include "variegate/search/surrogate.h"

#include <algorithm>
#include <cmath>

#include "variegate/search/standing.h"

namespace variegate {
namespace {

constexpr double kStrengthWidth = 0.3;
constexpr std::size_t kMostForWeights = 200;  // trials, the latest: the grid costs 72 factorisations

}  // namespace

Surrogate::Surrogate(const Space& space, std::span<const Outcome> outcomes) : space_(space) {
  const std::vector<double> rewards = standings(outcomes);
  const auto number = static_cast<double>(rewards.size());
  for (const double reward : rewards) mean_ += reward / number;
  double variance = 0.0;
  for (const double reward : rewards) variance += (reward - mean_) * (reward - mean_) / number;
  if (variance > 0.0) spread_ = std::sqrt(variance);
  for (std::size_t i = 0; i < rewards.size(); ++i) append(outcomes[i].point, (rewards[i] - mean_) / spread_);
  choose_weights();
  condition();
}

void Surrogate::append(const Point& point, double reward) {
  measures_.push_back(measure_of(space_, point));
  rewards_.push_back(reward);
  std::vector<double>& row = products_.emplace_back();
  for (const Measure& other : measures_)
    row.push_back(inner_product(measures_.back(), other, kStrengthWidth));
}

void Surrogate::choose_weights() {
  const std::size_t first = rewards_.size() - std::min(rewards_.size(), kMostForWeights);
  const std::span<const double> rewards = std::span(rewards_).subspan(first);
  std::optional<double> best;
  for (const double linear : {0.1, 0.5, 2.0}) {
    for (const double curved : {0.1, 0.5, 2.0}) {
      for (const double reach : {0.5, 2.0}) {
        for (const double noise : {0.003, 0.02, 0.1, 0.4}) {
          const Weights weights{linear, curved, reach, noise};
          const Cholesky factor(covariance(weights, first));
          double likelihood = -0.5 * factor.log_determinant();
          for (const double value : factor.solve_lower(rewards)) likelihood -= 0.5 * value * value;
          if (best && likelihood <= *best) continue;
          best = likelihood;
          weights_ = weights;
        }
      }
    }
  }
}

void Surrogate::condition() {
  factor_.emplace(covariance(weights_, 0));
  solution_ = factor_->solve(rewards_);
}

void Surrogate::believe(const Point& point) {
  append(point, standardised(measure_of(space_, point)).mean);
  condition();
}

Prediction Surrogate::predict(const Point& point) const {
  const Prediction prediction = standardised(measure_of(space_, point));
  return {mean_ + spread_ * prediction.mean, spread_ * spread_ * prediction.variance};
}

Prediction Surrogate::standardised(const Measure& measure) const {
  const double norm = inner_product(measure, measure, kStrengthWidth);
  std::vector<double> column(solution_.size());
  double mean = 0.0;
  for (std::size_t i = 0; i < column.size(); ++i) {
    column[i] = kernel(weights_, inner_product(measure, measures_[i], kStrengthWidth), norm, products_[i][i]);
    mean += column[i] * solution_[i];
  }
  double variance = kernel(weights_, norm, norm, norm);
  for (const double value : factor_->solve_lower(column)) variance -= value * value;
  return {mean, std::max(variance, 1e-12)};
}

double Surrogate::kernel(const Weights& weights, double product, double norm_a, double norm_b) {
  const double distance = std::max(0.0, norm_a + norm_b - 2.0 * product);
  return 1.0 + weights.linear * product + weights.curved * std::exp(-distance / (2.0 * weights.reach));
}

SquareMatrix Surrogate::covariance(const Weights& weights, std::size_t first) const {
  SquareMatrix matrix(measures_.size() - first);
  for (std::size_t i = first; i < measures_.size(); ++i) {
    for (std::size_t j = first; j <= i; ++j) {
      matrix.at(i - first, j - first) = kernel(weights, products_[i][j], products_[i][i], products_[j][j]);
    }
    matrix.at(i - first, i - first) += weights.noise;
  }
  return matrix;
}

}  // namespace variegate
