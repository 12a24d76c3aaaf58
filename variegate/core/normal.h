// The normal distribution.
#pragma once

namespace variegate {

// z with P(Z < z) = probability, Z normal of mean 0 and variance 1; probability in (0, 1).
double normal_quantile(double probability);

}  // namespace variegate
