// What the trials so far say of any point: a Gaussian process over policies as measures (measure.h).
//
// The kernel is a constant, plus a linear part (every operation, at every strength, adds its own effect),
// plus a Gaussian part in the distance between measures (what is left: saturation, interplay). Operations
// that were tried together are thus told apart, and what is learnt of one in a slot holds in every slot. The
// weights of the parts and of the noise are those of largest marginal likelihood on a small grid (Rasmussen
// and Williams 2006, ch. 5).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "variegate/search/cholesky.h"
#include "variegate/search/measure.h"
#include "variegate/search/searcher.h"

namespace variegate {

struct Prediction {
  double mean = 0.0;      // expected reward
  double variance = 0.0;  // of the expectation, without the noise of one trial; > 0
};

class Surrogate {
 public:
  // Fits to the outcomes (at least one; rewards as in standing.h). Time grows with the cube of their number.
  Surrogate(const Space& space, std::span<const Outcome> outcomes);

  // As if the reward of this point had been seen to be what is expected of it: for trials that are still
  // running.
  void believe(const Point& point);

  Prediction predict(const Point& point) const;

 private:
  struct Weights {  // variances, in units of the variance of the rewards
    double linear = 0.0;
    double curved = 0.0;
    double reach = 1.0;  // squared length scale of the Gaussian part
    double noise = 1.0;
  };

  void choose_weights();
  void condition();
  void append(const Point& point, double reward);
  SquareMatrix covariance(const Weights& weights,
                          std::size_t first) const;  // of points first, first + 1, ...
  static double kernel(const Weights& weights, double product, double norm_a, double norm_b);
  Prediction standardised(const Measure& measure) const;

  Space space_;
  double mean_ = 0.0;
  double spread_ = 1.0;
  std::vector<Measure> measures_;
  std::vector<double> rewards_;                // standardised
  std::vector<std::vector<double>> products_;  // lower triangle of inner products
  Weights weights_;
  std::optional<Cholesky> factor_;
  std::vector<double> solution_;
};

}  // namespace variegate
