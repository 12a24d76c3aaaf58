// A fixed set of threads that share the iterations of a loop.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace variegate {

class ThreadPool {
 public:
  // threads >= 1; the calling thread is one of them, so 1 starts no thread at all.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const;

  // Calls body(index, thread) for every index in [0, count), each exactly once, in any order and on
  // any thread; thread is in [0, threads()) and names who runs it (for scratch memory). Returns when
  // all are done. If a body throws, the remaining indices are abandoned and the exception of the
  // lowest failing index that ran is thrown here. Not reentrant.
  void for_each(std::size_t count, const std::function<void(std::size_t index, int thread)>& body);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace variegate
