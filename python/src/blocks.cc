#include "python/src/blocks.h"

#include <cstdlib>
#include <new>

namespace variegate::python {
namespace {

constexpr std::size_t kLine =
    64;  // bytes to which a batch is aligned: of a cache line, and of the widest vectors
constexpr std::size_t kMostFree = 8;  // blocks kept for later

}  // namespace

Blocks::Blocks(std::size_t bytes) : bytes_((bytes + kLine - 1) / kLine * kLine) { free_.reserve(kMostFree); }

Blocks::~Blocks() {
  for (void* memory : free_) std::free(memory);
}

void* Blocks::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      void* memory = free_.back();
      free_.pop_back();
      return memory;
    }
  }
  void* memory = std::aligned_alloc(kLine, bytes_);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void Blocks::give_back(void* memory) noexcept {
  const std::lock_guard lock(mutex_);
  if (free_.size() < kMostFree) {
    free_.push_back(memory);
  } else {
    std::free(memory);
  }
}

}  // namespace variegate::python
