#include "variegate/throughput/rate.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "variegate/core/thread_pool.h"

namespace variegate {
namespace {

// Between the two nearest of the sorted values: share 0.5 is the median.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

Rate summarised(std::vector<double> rates) {
  std::sort(rates.begin(), rates.end());
  const double median = quantile(rates, 0.5);
  return {median, (quantile(rates, 0.75) - quantile(rates, 0.25)) / 2.0 / median};
}

Rate measure_rate(const std::function<void(int thread)>& pass, double count, const RateOptions& options) {
  ThreadPool pool(options.threads);
  const auto seconds_of = [&](std::int64_t passes) {
    const auto start = std::chrono::steady_clock::now();
    pool.for_each(static_cast<std::size_t>(options.threads), [&](std::size_t, int thread) {
      for (std::int64_t i = 0; i < passes; ++i) pass(thread);
    });
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };

  // Doubled until a round can be foretold; what that takes warms caches, memory and clock rate.
  const double round = options.seconds / options.rounds;
  std::int64_t passes = 1;
  double taken = seconds_of(passes);
  while (taken < round / 2.0) {
    passes *= 2;
    taken = seconds_of(passes);
  }
  passes = std::max<std::int64_t>(1, std::llround(static_cast<double>(passes) * round / taken));

  std::vector<double> rates;
  for (int i = 0; i < options.rounds; ++i) {
    rates.push_back(count * static_cast<double>(passes * options.threads) / seconds_of(passes));
  }
  return summarised(std::move(rates));
}

}  // namespace variegate
