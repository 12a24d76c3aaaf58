#include "variegate/search/gaussian_process/surrogate.h"

#include <algorithm>
#include <cmath>

#include "variegate/search/standing.h"
#include "variegate/space/measure.h"

namespace variegate {

Surrogate::Surrogate(const Space& space) {
  std::visit(
      [&](const auto& kind) {
        if constexpr (requires { measure_of(kind, Point{}); }) {
          kernel_ = make_measure_kernel([kind](const Point& point) { return measure_of(kind, point); });
        } else {
          kernel_ = make_matern_kernel(dimensions(space));
        }
      },
      space.kind);
}

void Surrogate::fit(std::span<const Outcome> outcomes, bool drawn) {
  kernel_->truncate(std::min(kernel_->size(), seen_));
  for (seen_ = kernel_->size(); seen_ < outcomes.size(); ++seen_) kernel_->add(outcomes[seen_].point);
  rewards_ = standings(outcomes);
  const auto number = static_cast<double>(rewards_.size());
  mean_ = 0.0;
  for (const double reward : rewards_) mean_ += reward / number;
  double variance = 0.0;
  for (const double reward : rewards_) variance += (reward - mean_) * (reward - mean_) / number;
  spread_ = variance > 0.0 ? std::sqrt(variance) : 1.0;
  for (double& reward : rewards_) reward = (reward - mean_) / spread_;
  kernel_->fit(rewards_, drawn);
  SymmetricMatrix covariances(rewards_.size());
  for (std::size_t i = 0; i < rewards_.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) covariances.at(i, j) = kernel_->between(i, j);
    covariances.at(i, i) += kernel_->noise();
  }
  factor_.emplace(covariances, rewards_.size());
  solution_ = factor_->solve(rewards_);
}

void Surrogate::believe(const Point& point) {
  std::vector<double> column = kernel_->column(point);
  double mean = 0.0;
  for (std::size_t i = 0; i < solution_.size(); ++i) mean += column[i] * solution_[i];
  column.back() += kernel_->noise();
  kernel_->add(point);
  factor_->append(column);
  rewards_.push_back(mean);
  solution_ = factor_->solve(rewards_);
}

std::vector<Prediction> Surrogate::predict(std::span<const Point> points) const {
  constexpr std::size_t kLanes = Cholesky::kLanes;
  const std::size_t number = solution_.size();
  std::vector<Prediction> predictions;
  std::vector<double> columns(number * kLanes);
  for (std::size_t first = 0; first < points.size(); first += kLanes) {
    const std::size_t lanes = std::min(kLanes, points.size() - first);
    for (std::size_t b = 0; b < lanes; ++b) {
      const std::vector<double> column = kernel_->column(points[first + b]);
      double mean = 0.0;
      for (std::size_t i = 0; i < number; ++i) {
        columns[i * kLanes + b] = column[i];
        mean += column[i] * solution_[i];
      }
      predictions.push_back({mean, column[number]});
    }
    factor_->solve_lower_lanes(columns);
    for (std::size_t b = 0; b < lanes; ++b) {
      Prediction& prediction = predictions[first + b];
      for (std::size_t i = 0; i < number; ++i)
        prediction.variance -= columns[i * kLanes + b] * columns[i * kLanes + b];
      prediction = {mean_ + spread_ * prediction.mean,
                    spread_ * spread_ * std::max(prediction.variance, 1e-12)};
    }
  }
  return predictions;
}

}  // namespace variegate
