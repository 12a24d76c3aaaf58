#include "variegate/store/coordinator_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "variegate/core/error.h"

namespace variegate {
namespace {

[[noreturn]] void refuse(const std::string& path, int file, int cause) {
  if (cause != EWOULDBLOCK) {
    if (file >= 0) ::close(file);
    throw Error({.where = path,
                 .what = fmt::format("cannot be locked ({})", std::strerror(cause)),
                 .got = "",
                 .expected = "",
                 .mend = "put the study on a disk whose files can be written and locked"});
  }
  std::array<char, 32> digits{};
  const ssize_t count = ::pread(file, digits.data(), digits.size(), 0);
  ::close(file);
  std::string holder(digits.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  holder = holder.substr(0, holder.find_first_not_of("0123456789"));
  throw Error({.where = path,
               .what = holder.empty() ? "another process is working on this study"
                                      : fmt::format("process {} is working on this study", holder),
               .got = "",
               .expected = "one coordinator a study",
               .mend = holder.empty() ? "wait until it ends"
                                      : fmt::format("wait until it ends, or stop it: kill {}", holder)});
}

}  // namespace

CoordinatorLock::CoordinatorLock(const std::string& folder) {
  const std::string path = folder + "/study.lock";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0 || ::flock(file_, LOCK_EX | LOCK_NB) != 0) refuse(path, file_, errno);
  const std::string pid = fmt::format("{}\n", ::getpid());
  if (::ftruncate(file_, 0) != 0 ||
      ::pwrite(file_, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    refuse(path, file_, errno);
  }
}

CoordinatorLock::~CoordinatorLock() { ::close(file_); }

}  // namespace variegate
