// What the trials so far say of any point: Gaussian process regression (Rasmussen and Williams 2006, ch. 2).
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "variegate/search/gaussian_process/cholesky.h"
#include "variegate/search/gaussian_process/kernel.h"
#include "variegate/search/searcher.h"

namespace variegate {

struct Prediction {
  double mean = 0.0;      // expected reward
  double variance = 0.0;  // of the expectation, without the noise of one trial; > 0
};

class Surrogate {
 public:
  explicit Surrogate(const Space& space);

  // Fits to the outcomes (at least one; rewards as in standing.h); after the first time to the same ones and
  // more. `drawn`: with hyper-parameters that may be, instead of the likeliest. Time grows with the cube of
  // their number.
  void fit(std::span<const Outcome> outcomes, bool drawn = false);

  // Treats the expected reward of this point as observed, for trials that are still running, until the next
  // fit.
  void believe(const Point& point);

  std::vector<Prediction> predict(std::span<const Point> points) const;
  Prediction predict(const Point& point) const { return predict(std::span(&point, 1)).front(); }

 private:
  std::unique_ptr<Kernel> kernel_;
  std::size_t seen_ = 0;  // outcomes among the points of the kernel, the first
  double mean_ = 0.0;
  double spread_ = 1.0;
  std::vector<double> rewards_;  // standardised
  std::optional<Cholesky> factor_;
  std::vector<double> solution_;
};

}  // namespace variegate
