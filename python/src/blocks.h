// Memory for batches that is used again once Python has let go of the arrays that lie in it: fresh memory
// costs a page fault every 4 KiB.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace variegate::python {

class Blocks {
 public:
  // Of that many bytes each.
  explicit Blocks(std::size_t bytes);
  ~Blocks();
  Blocks(const Blocks&) = delete;
  Blocks& operator=(const Blocks&) = delete;

  void* take();
  void give_back(void* memory) noexcept;

 private:
  std::size_t bytes_;
  std::mutex mutex_;
  std::vector<void*> free_;
};

// A block that goes back to where it is from.
class Block {
 public:
  explicit Block(std::shared_ptr<Blocks> blocks) : blocks_(std::move(blocks)), memory_(blocks_->take()) {}
  ~Block() { blocks_->give_back(memory_); }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  void* memory() const { return memory_; }

 private:
  std::shared_ptr<Blocks> blocks_;
  void* memory_;
};

}  // namespace variegate::python
