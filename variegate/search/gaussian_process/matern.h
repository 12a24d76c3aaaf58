// The Matern 5/2 kernel over coordinates, and how well its hyper-parameters explain what was seen.
#pragma once

#include <span>
#include <vector>

#include "variegate/space/space.h"

namespace variegate {

// The kernel at a squared distance in length scales; 1 at 0 (Rasmussen and Williams 2006, eq. 4.17).
double matern52(double squared_distance);

// How far apart two values of each dimension are, squared: ordered levels stand on 0 .. 1, and categories
// that differ are 1 apart.
class Distances {
 public:
  explicit Distances(const std::vector<Dimension>& dimensions);

  std::size_t dimensions() const { return scales_.size(); }
  double along(std::size_t dimension, int a, int b) const {
    const double distance = (a - b) * scales_[dimension];
    return scales_[dimension] > 0.0 ? distance * distance : (a == b ? 0.0 : 1.0);
  }

 private:
  std::vector<double> scales_;  // 1 / (levels - 1); 0: categories
};

// Natural logarithms of: a length scale a dimension, the variance of the function, and that of the noise.
using MaternParameters = std::vector<double>;

// The variance of the noise. Never less than a millionth of that of the values: where the function knows
// none, it keeps points that all but coincide apart.
double noise_of(const MaternParameters& parameters);

// The parameters that are likeliest before anything is seen.
MaternParameters usual_parameters(std::size_t dimensions);

// Draws parameters from their prior.
MaternParameters draw_parameters(std::size_t dimensions, Stream& random);

struct LogPosterior {
  double value = 0.0;            // log marginal likelihood plus log prior, but for a constant
  std::vector<double> gradient;  // by the parameters
};

LogPosterior log_posterior(const Distances& distances, std::span<const Point> points,
                           std::span<const double> values, const MaternParameters& parameters,
                           bool with_gradient = true);

}  // namespace variegate
