// Covariance functions: how alike the rewards of two points are held to be.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "variegate/space/measure.h"
#include "variegate/space/space.h"

namespace variegate {

// A covariance function, with the points it has been given and whatever it keeps of them between proposals.
class Kernel {
 public:
  virtual ~Kernel() = default;

  virtual std::size_t size() const = 0;           // points given
  virtual void add(const Point& point) = 0;       // one more
  virtual void truncate(std::size_t number) = 0;  // only the first are kept

  // Chooses the hyper-parameters that explain the values of the points (one each; standardised) best, or,
  // where the kernel knows what else they may be, draws from that.
  virtual void fit(std::span<const double> values, bool drawn) = 0;

  virtual double noise() const = 0;                                // variance of one value of a point
  virtual double between(std::size_t i, std::size_t j) const = 0;  // of points given; j <= i; without noise
  // The covariances with every point given, and at the end with itself.
  virtual std::vector<double> column(const Point& point) const = 0;
};

// Policies as measures: a constant, plus a linear part (every operation, at every strength,
// adds its own effect), plus a Gaussian part in the distance between measures (what is left: saturation,
// interplay). Operations that were tried together are thus told apart, and what is learnt of one in a slot
// holds in every slot. The weights of the parts and of the noise are those of largest marginal likelihood on
// a small grid (Rasmussen and Williams 2006, ch. 5).
std::unique_ptr<Kernel> make_measure_kernel(std::function<Measure(const Point&)> measure);

// Matern 5/2 with a length scale a dimension (matern.h).
std::unique_ptr<Kernel> make_matern_kernel(const std::vector<Dimension>& dimensions);

}  // namespace variegate
