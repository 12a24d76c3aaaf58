// The few statistics that comparing arms over seeds needs.
#pragma once

#include <span>

namespace variegate {

double mean(std::span<const double> values);  // 0 for none

// Sample standard deviation (n - 1); 0 for fewer than two values.
double standard_deviation(std::span<const double> values);

// Two-sided 95 % quantile of Student's t with that many degrees of freedom (>= 1): 12.706 for 1, 1.960 in the
// limit.
double student_t95(int degrees_of_freedom);

// Probability that Student's t with that many degrees of freedom (>= 1) is below `t`.
double student_t_below(double t, int degrees_of_freedom);

struct Interval {
  double mean = 0.0;
  double low = 0.0;  // 95 % confidence interval; -inf .. inf for fewer than two pairs
  double high = 0.0;
};

// Mean of a[i] - b[i] over seeds with its 95 % t interval. a and b have the same length.
Interval paired_difference(std::span<const double> a, std::span<const double> b);

}  // namespace variegate
