#include "variegate/core/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include "variegate/core/error.h"

namespace variegate {
namespace {

TEST(ThreadPool, RunsEveryIndexOnce) {
  for (const int threads : {1, 2, 5}) {
    ThreadPool pool(threads);
    EXPECT_EQ(pool.threads(), threads);
    for (const std::size_t count : {0, 1, 3, 1000}) {
      std::vector<std::atomic<int>> runs(count);
      pool.for_each(count, [&](std::size_t index, int thread) {
        EXPECT_TRUE(thread >= 0 && thread < threads);
        ++runs[index];
      });
      for (const auto& run : runs) EXPECT_EQ(run.load(), 1);
    }
  }
}

TEST(ThreadPool, AThreadNumberIsNeverUsedTwiceAtOnce) {
  ThreadPool pool(4);
  std::vector<std::atomic<bool>> busy(4);
  pool.for_each(2000, [&](std::size_t, int thread) {
    EXPECT_FALSE(busy[static_cast<std::size_t>(thread)].exchange(true));
    busy[static_cast<std::size_t>(thread)] = false;
  });
}

TEST(ThreadPool, ThrowsTheErrorOfABodyAndGoesOnAfterwards) {
  for (const int threads : {1, 3}) {
    ThreadPool pool(threads);
    std::atomic<int> runs = 0;
    std::atomic<bool> thrown = false;
    const auto body = [&](std::size_t index, int) {
      ++runs;
      if (index == 5) {
        thrown = true;
        throw std::runtime_error("five");
      }
      if (index < 5) return;
      // Slow, or the others would be through before a thread that is not scheduled comes to throw.
      while (!thrown) std::this_thread::yield();
      std::this_thread::sleep_for(std::chrono::microseconds(20));
    };
    EXPECT_THROW(pool.for_each(100000, body), std::runtime_error);
    EXPECT_LT(runs.load(), 100000) << "the rest must be abandoned";
    std::atomic<int> after = 0;
    pool.for_each(10, [&](std::size_t, int) { ++after; });
    EXPECT_EQ(after.load(), 10);
  }
}

TEST(ThreadPool, NeedsAThread) { EXPECT_THROW(ThreadPool(0), Error); }

}  // namespace
}  // namespace variegate
