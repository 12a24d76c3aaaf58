// How far two lists of numbers order the same things alike.
#pragma once

#include <span>

namespace variegate {

struct RankCorrelation {
  double value = 0.0;  // -1 .. 1; NaN where one list is the same throughout, or for fewer than three things
  double low = 0.0;    // 95 % interval; NaN for fewer than five
  double high = 0.0;
};

// Spearman's rho: the correlation of ranks, ties at their mean. Interval by Fisher's transformation with the
// variance (1 + rho^2 / 2) / (n - 3) of Bonett and Wright (Psychometrika 2000). Lists of one length, finite.
RankCorrelation spearman(std::span<const double> a, std::span<const double> b);

// Kendall's tau-b: pairs in the same order less pairs in opposite order, as a share of those that are not
// tied.
double kendall(std::span<const double> a, std::span<const double> b);

}  // namespace variegate
