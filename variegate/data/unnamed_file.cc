#include "variegate/data/unnamed_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "variegate/core/error.h"

namespace variegate {
namespace {

[[noreturn]] void fail(const std::string& where, const char* what) {
  throw Error(
      {.where = where, .what = what, .got = std::strerror(errno), .expected = "", .mend = "free some space"});
}

}  // namespace

UnnamedFile::UnnamedFile(const std::string& folder, std::function<void()> poll)
    : folder_(folder.empty() ? "." : folder), poll_(std::move(poll)) {
  descriptor_ = ::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor_ >= 0) return;
  // Not every file system has files that never had a name.
  std::string name = folder_ + "/variegate-XXXXXX";
  descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor_ < 0) fail(folder_, "no temporary file can be made here");
  ::unlink(name.c_str());
}

UnnamedFile::~UnnamedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

UnnamedFile::UnnamedFile(UnnamedFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      poll_(std::move(other.poll_)),
      size_(other.size_),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

std::string UnnamedFile::path() const {
  return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(descriptor_);
}

void UnnamedFile::append(std::span<const std::uint8_t> bytes) {
  if (poll_) poll_();
  while (!bytes.empty()) {
    const ::ssize_t put = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<::off_t>(size_));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) fail(folder_, "the decoded pictures cannot be written");
    size_ += static_cast<std::uint64_t>(put);
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
}

void UnnamedFile::read(std::uint64_t offset, std::span<std::uint8_t> to) const {
  while (!to.empty()) {
    const ::ssize_t got = ::pread(descriptor_, to.data(), to.size(), static_cast<::off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail(folder_, "the decoded pictures cannot be read again");
    to = to.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
}

MappedBytes map_file(const std::string& path, std::uint64_t size) {
  if (size == 0) return {};
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path, "the prepared pictures cannot be opened");
  void* at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
  ::close(descriptor);
  if (at == MAP_FAILED) fail(path, "the prepared pictures cannot be mapped");
  return {.bytes = {static_cast<const std::uint8_t*>(at), size},
          .mapping = std::shared_ptr<const void>(
              at, [size](const void* mapped) { ::munmap(const_cast<void*>(mapped), size); })};
}

}  // namespace variegate
