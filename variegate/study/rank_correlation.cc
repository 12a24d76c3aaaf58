#include "variegate/study/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace variegate {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

std::vector<double> ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> found(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first + 1;
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    const double rank = static_cast<double>(first + end - 1) / 2.0;
    for (; first < end; ++first) found[order[first]] = rank;
  }
  return found;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto count = static_cast<double>(a.size());
  const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / count;
  const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / count;
  double aa = 0.0, bb = 0.0, ab = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
    ab += (a[i] - mean_a) * (b[i] - mean_b);
  }
  return aa > 0.0 && bb > 0.0 ? ab / std::sqrt(aa * bb) : kUndefined;
}

}  // namespace

RankCorrelation spearman(std::span<const double> a, std::span<const double> b) {
  if (a.size() < 3) return {kUndefined, kUndefined, kUndefined};
  const double rho = correlation(ranks(a), ranks(b));
  if (!std::isfinite(rho) || a.size() < 5) return {rho, kUndefined, kUndefined};
  constexpr double kNearest = 1.0 - 1e-9;  // of 1, where the transformation has no value
  const double z = std::atanh(std::clamp(rho, -kNearest, kNearest));
  const double half = 1.96 * std::sqrt((1.0 + rho * rho / 2.0) / (static_cast<double>(a.size()) - 3.0));
  return {rho, std::tanh(z - half), std::tanh(z + half)};
}

double kendall(std::span<const double> a, std::span<const double> b) {
  double score = 0.0, untied_a = 0.0, untied_b = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double in_a = a[i] > a[j] ? 1.0 : a[i] < a[j] ? -1.0 : 0.0;
      const double in_b = b[i] > b[j] ? 1.0 : b[i] < b[j] ? -1.0 : 0.0;
      score += in_a * in_b;
      untied_a += std::abs(in_a);
      untied_b += std::abs(in_b);
    }
  }
  return untied_a > 0.0 && untied_b > 0.0 ? score / std::sqrt(untied_a * untied_b) : kUndefined;
}

}  // namespace variegate
