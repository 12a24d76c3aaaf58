// A file that is read at any place, from any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace variegate {

// Open from construction to destruction. Reading moves no position, so threads and forked processes share it.
class RandomAccessFile {
 public:
  explicit RandomAccessFile(const std::string& path);  // Error when it cannot be opened
  ~RandomAccessFile();
  RandomAccessFile(RandomAccessFile&& other) noexcept;
  RandomAccessFile(const RandomAccessFile&) = delete;
  RandomAccessFile& operator=(const RandomAccessFile&) = delete;

  const std::string& path() const { return path_; }
  std::uint64_t size() const { return size_; }  // when it was opened

  // Fills all of `to`; Error when it cannot be read or has become shorter.
  void read(std::uint64_t offset, std::span<std::uint8_t> to) const;

 private:
  std::string path_;
  std::uint64_t size_ = 0;
  int descriptor_ = -1;
};

}  // namespace variegate
