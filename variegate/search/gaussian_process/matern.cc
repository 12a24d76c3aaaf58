#include "variegate/search/gaussian_process/matern.h"

#include <cmath>

#include "variegate/search/gaussian_process/cholesky.h"

namespace variegate {
namespace {

const double kRoot5 = std::sqrt(5.0);
constexpr double kLeastNoise = 1e-6;

// Normal priors of the logarithms. That of a length scale is for half the range: a longer one makes the
// process sure of places where it has never been (docs/experiments/gp-proposals.md).
struct Prior {
  double mean;
  double deviation;
};

Prior prior_of(std::size_t parameter, std::size_t dimensions) {
  if (parameter < dimensions) return {-0.7, 0.7};
  if (parameter == dimensions) return {0.0, 1.0};
  return {-7.0, 3.0};
}

}  // namespace

double matern52(double squared_distance) {
  const double scaled = kRoot5 * std::sqrt(squared_distance);
  return (1.0 + scaled + scaled * scaled / 3.0) * std::exp(-scaled);
}

Distances::Distances(const std::vector<Dimension>& dimensions) {
  for (const Dimension& dimension : dimensions)
    scales_.push_back(dimension.ordered && dimension.size > 1 ? 1.0 / (dimension.size - 1) : 0.0);
}

double noise_of(const MaternParameters& parameters) { return kLeastNoise + std::exp(parameters.back()); }

MaternParameters usual_parameters(std::size_t dimensions) {
  MaternParameters parameters;
  for (std::size_t i = 0; i < dimensions + 2; ++i) parameters.push_back(prior_of(i, dimensions).mean);
  return parameters;
}

MaternParameters draw_parameters(std::size_t dimensions, Stream& random) {
  MaternParameters parameters = usual_parameters(dimensions);
  for (std::size_t i = 0; i < parameters.size(); ++i)
    parameters[i] += prior_of(i, dimensions).deviation * random.normal();
  return parameters;
}

// d log p(y) / dt = 1/2 tr((a a^T - K^-1) dK/dt) with a = K^-1 y (Rasmussen and Williams 2006, eq. 5.9).
LogPosterior log_posterior(const Distances& distances, std::span<const Point> points,
                           std::span<const double> values, const MaternParameters& parameters,
                           bool with_gradient) {
  constexpr std::size_t kLanes = Cholesky::kLanes;
  const std::size_t number = points.size();
  const std::size_t dimensions = distances.dimensions();
  std::vector<double> inverse_squares;  // of the length scales
  for (std::size_t d = 0; d < dimensions; ++d) inverse_squares.push_back(std::exp(-2.0 * parameters[d]));
  const double signal = std::exp(parameters[dimensions]);
  SymmetricMatrix covariances(number), squared(number);
  for (std::size_t i = 0; i < number; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0.0;
      for (std::size_t d = 0; d < dimensions; ++d)
        sum += inverse_squares[d] * distances.along(d, points[i][d], points[j][d]);
      squared.at(i, j) = sum;
      covariances.at(i, j) = signal * matern52(sum);
    }
  }
  SymmetricMatrix noisy = covariances;
  for (std::size_t i = 0; i < number; ++i) noisy.at(i, i) += noise_of(parameters);
  const Cholesky factor(noisy, number);
  const std::vector<double> solution = factor.solve(values);

  LogPosterior posterior{-0.5 * factor.log_determinant(), std::vector<double>(dimensions + 2, 0.0)};
  std::vector<double>& gradient = posterior.gradient;
  for (std::size_t i = 0; i < number; ++i) posterior.value -= 0.5 * values[i] * solution[i];
  std::vector<double> inverse(number * kLanes);  // kLanes columns of it
  for (std::size_t first = 0; with_gradient && first < number; first += kLanes) {
    std::fill(inverse.begin(), inverse.end(), 0.0);
    const std::size_t lanes = std::min(kLanes, number - first);
    for (std::size_t b = 0; b < lanes; ++b) inverse[(first + b) * kLanes + b] = 1.0;
    factor.solve_lanes(inverse);
    for (std::size_t b = 0; b < lanes; ++b) {
      const std::size_t j = first + b;
      for (std::size_t i = j; i < number; ++i) {
        // Off the diagonal both triangles count.
        const double weight = (i == j ? 0.5 : 1.0) * (solution[i] * solution[j] - inverse[i * kLanes + b]);
        gradient[dimensions] += weight * covariances.at(i, j);
        if (i == j) {
          gradient[dimensions + 1] += weight * std::exp(parameters.back());
          continue;
        }
        const double scaled = kRoot5 * std::sqrt(squared.at(i, j));
        const double slope = weight * signal * 5.0 / 3.0 * (1.0 + scaled) * std::exp(-scaled);
        for (std::size_t d = 0; d < dimensions; ++d)
          gradient[d] += slope * inverse_squares[d] * distances.along(d, points[i][d], points[j][d]);
      }
    }
  }
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    const Prior prior = prior_of(i, dimensions);
    const double away = (parameters[i] - prior.mean) / prior.deviation;
    posterior.value -= 0.5 * away * away;
    gradient[i] -= away / prior.deviation;
  }
  return posterior;
}

}  // namespace variegate
