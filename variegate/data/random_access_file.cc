#include "variegate/data/random_access_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "variegate/core/error.h"

namespace variegate {
namespace {

[[noreturn]] void refuse_file(const std::string& path, const std::string& cause) {
  throw Error({.where = path,
               .what = "the file cannot be read",
               .got = cause,
               .expected = "",
               .mend = "check the path and its permissions"});
}

}  // namespace

// Looked at before it is opened: opening a pipe waits for its writer, and opening a device may do anything.
RandomAccessFile::RandomAccessFile(const std::string& path) : path_(path) {
  struct ::stat status {};
  if (::stat(path.c_str(), &status) != 0) refuse_file(path, std::strerror(errno));
  if (!S_ISREG(status.st_mode)) refuse_file(path, "not a regular file");
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor_ < 0) refuse_file(path, std::strerror(errno));
  const bool regular = ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
  if (!regular) {
    ::close(descriptor_);
    refuse_file(path, "not a regular file");
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
}

RandomAccessFile::~RandomAccessFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

RandomAccessFile::RandomAccessFile(RandomAccessFile&& other) noexcept
    : path_(std::move(other.path_)), size_(other.size_), descriptor_(std::exchange(other.descriptor_, -1)) {}

void RandomAccessFile::read(std::uint64_t offset, std::span<std::uint8_t> to) const {
  while (!to.empty()) {
    const ::ssize_t got = ::pread(descriptor_, to.data(), to.size(), static_cast<::off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse_file(path_, std::strerror(errno));
    if (got == 0) refuse_file(path_, "it shrank while it was read");
    to = to.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
}

}  // namespace variegate
