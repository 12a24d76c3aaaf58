#include "variegate/core/thread_pool.h"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "variegate/core/error.h"

namespace variegate {

struct ThreadPool::State {
  std::mutex mutex;
  std::condition_variable start;
  std::condition_variable done;
  const std::function<void(std::size_t, int)>* body = nullptr;
  std::size_t count = 0;
  std::atomic<std::size_t> next{0};
  int running = 0;
  std::uint64_t generation = 0;
  bool stopping = false;
  std::size_t failed_index = 0;
  std::exception_ptr failure;
  std::vector<std::thread> threads;

  void work(int thread) {
    while (true) {
      const std::size_t index = next.fetch_add(1, std::memory_order_relaxed);
      if (index >= count) return;
      try {
        (*body)(index, thread);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure || index < failed_index) {
          failure = std::current_exception();
          failed_index = index;
        }
        next.store(count, std::memory_order_relaxed);
      }
    }
  }

  void loop(int thread) {
    std::uint64_t seen = 0;
    while (true) {
      {
        std::unique_lock lock(mutex);
        start.wait(lock, [&] { return stopping || generation != seen; });
        if (stopping) return;
        seen = generation;
      }
      work(thread);
      {
        const std::lock_guard lock(mutex);
        if (--running == 0) done.notify_one();
      }
    }
  }
};

ThreadPool::ThreadPool(int threads) : state_(std::make_unique<State>()) {
  if (threads < 1) {
    throw Error({.where = "ThreadPool",
                 .what = "no threads",
                 .got = std::to_string(threads),
                 .expected = "1 or more",
                 .mend = ""});
  }
  for (int i = 1; i < threads; ++i) state_->threads.emplace_back([this, i] { state_->loop(i); });
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->start.notify_all();
  for (std::thread& thread : state_->threads) thread.join();
}

int ThreadPool::threads() const { return static_cast<int>(state_->threads.size()) + 1; }

void ThreadPool::for_each(std::size_t count, const std::function<void(std::size_t, int)>& body) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->body = &body;
    state_->count = count;
    state_->next.store(0);
    state_->failure = nullptr;
    state_->running = static_cast<int>(state_->threads.size());
    ++state_->generation;
  }
  state_->start.notify_all();
  state_->work(0);
  std::unique_lock lock(state_->mutex);
  state_->done.wait(lock, [&] { return state_->running == 0; });
  if (state_->failure) std::rethrow_exception(state_->failure);
}

}  // namespace variegate
