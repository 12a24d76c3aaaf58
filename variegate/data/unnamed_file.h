// A file without a name: it vanishes with the last process that has it open, however that ends.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace variegate {

class UnnamedFile {
 public:
  // Makes the file on the disk that holds the folder. poll, when given, is called before each append and may
  // throw to abandon what is being written. Error when none can be made there.
  explicit UnnamedFile(const std::string& folder, std::function<void()> poll = {});
  ~UnnamedFile();
  UnnamedFile(UnnamedFile&& other) noexcept;
  UnnamedFile(const UnnamedFile&) = delete;
  UnnamedFile& operator=(const UnnamedFile&) = delete;

  // A path by which other processes of this user on this machine can open the file while this one has it
  // open.
  std::string path() const;
  std::uint64_t size() const { return size_; }

  // Error when the disk is full or fails.
  void append(std::span<const std::uint8_t> bytes);
  void read(std::uint64_t offset, std::span<std::uint8_t> to) const;

 private:
  std::string folder_;
  std::function<void()> poll_;
  std::uint64_t size_ = 0;
  int descriptor_ = -1;
};

// The first bytes of a file in memory, shared with every process that maps it.
struct MappedBytes {
  std::span<const std::uint8_t> bytes;
  std::shared_ptr<const void> mapping;  // unmapped with its last owner
};
MappedBytes map_file(const std::string& path, std::uint64_t size);

}  // namespace variegate
