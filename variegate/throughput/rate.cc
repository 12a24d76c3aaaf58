#include "variegate/throughput/rate.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>

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

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

constexpr double kWarmUpShare = 0.2;
constexpr double kLooksPerRound = 50.0;

}  // namespace

Rate summarised(std::vector<double> rates) {
  std::sort(rates.begin(), rates.end());
  const double median = quantile(rates, 0.5);
  return {median, (quantile(rates, 0.75) - quantile(rates, 0.25)) / 2.0 / median};
}

Rate measure_rate(const std::function<void(int thread)>& pass, double count, const RateOptions& options) {
  ThreadPool pool(options.threads);
  std::int64_t chunk = 1;  // passes between two looks at the clock
  // Passes a second on all threads together, each at it for that long.
  const auto rate_over = [&](double seconds) {
    std::atomic<std::int64_t> passes = 0;
    const auto start = Clock::now();
    pool.for_each(static_cast<std::size_t>(options.threads), [&](std::size_t, int thread) {
      std::int64_t mine = 0;
      do {
        for (std::int64_t i = 0; i < chunk; ++i) pass(thread);
        mine += chunk;
      } while (seconds_since(start) < seconds);
      passes += mine;
    });
    return static_cast<double>(passes) / seconds_since(start);
  };

  const double round = options.seconds / options.rounds;
  const double warm = rate_over(kWarmUpShare * options.seconds);  // caches, memory, clock rate
  chunk = std::max<std::int64_t>(1, std::llround(warm / options.threads * round / kLooksPerRound));
  std::vector<double> rates;
  for (int i = 0; i < options.rounds; ++i) rates.push_back(count * rate_over(round));
  return summarised(std::move(rates));
}

}  // namespace variegate
