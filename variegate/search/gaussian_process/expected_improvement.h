// What a point is worth trying (Mockus 1975; Jones, Schonlau and Welch 1998).
#pragma once

namespace variegate {

// log(phi(z) + z Phi(z)): the expected improvement, in standard deviations, of a normal value whose mean lies
// z of them above the incumbent. Accurate however small it is, so that points which hardly promise anything
// can still be told apart (Ament et al., NeurIPS 2023).
double log_improvement(double z);

// The logarithm of the expected improvement on `incumbent`. variance > 0.
double log_expected_improvement(double mean, double variance, double incumbent);

}  // namespace variegate
