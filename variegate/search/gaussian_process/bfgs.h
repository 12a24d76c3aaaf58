// Maximisation of smooth functions of a few dozen variables.
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace variegate {

// The value at x; fills the gradient, which has the size of x.
using Differentiable = std::function<double(std::span<const double> x, std::span<double> gradient)>;

// Climbs from x to a local maximum by the method of Broyden, Fletcher, Goldfarb and Shanno with a line search
// that halves its step (Nocedal and Wright 2006, ch. 3 and 6), in at most so many steps. Returns the value
// there.
double climb(const Differentiable& function, std::vector<double>& x, int steps);

}  // namespace variegate
