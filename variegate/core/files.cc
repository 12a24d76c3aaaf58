#include "variegate/core/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "variegate/core/error.h"

namespace variegate {
namespace {

[[noreturn]] void cannot(const std::string& path, const char* what, int cause) {
  throw Error({.where = path,
               .what = fmt::format("{} ({})", what, std::strerror(cause)),
               .got = "",
               .expected = "",
               .mend = "check that the folder exists, is writable and has room"});
}

// The file that a chain of links leads to, whether it is there or not.
std::string end_of_links(const std::string& path) {
  constexpr int kMostLinks = 40;  // as the kernel follows
  std::filesystem::path end = path;
  std::error_code not_a_link;
  for (int links = 0; links < kMostLinks; ++links) {
    const std::filesystem::path target = std::filesystem::read_symlink(end, not_a_link);
    if (not_a_link) return end.string();
    end = end.parent_path() / target;
  }
  cannot(path, "cannot be written", ELOOP);
}

// False, with errno set, when not all of it could be written.
bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void write_into(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) cannot(path, "cannot be written", errno);
  const bool written = write_all(file, text);
  const int cause = errno;
  if (::close(file) != 0 || !written) cannot(path, "cannot be written", written ? errno : cause);
}

}  // namespace

void write_file_atomically(const std::string& named, std::string_view text, const AtomicWrite& options) {
  const std::string path = end_of_links(named);
  std::error_code ignored;
  const auto there = std::filesystem::status(path, ignored);
  if (std::filesystem::exists(there) && !std::filesystem::is_regular_file(there))
    return write_into(path, text);

  const std::string begin = options.folder_of_draft.empty()
                                ? path
                                : options.folder_of_draft + "/" + path.substr(path.rfind('/') + 1);
  const std::string draft = fmt::format("{}.{}.part", begin, ::getpid());
  const auto fail = [&](const char* what) {
    const int cause = errno;
    ::unlink(draft.c_str());
    cannot(path, what, cause);
  };
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) fail("cannot be written");
  if (!write_all(file, text)) {
    const int cause = errno;
    ::close(file);
    errno = cause;
    fail("cannot be written");
  }
  const bool stored = !options.sure || ::fsync(file) == 0;
  if (::close(file) != 0 || !stored) fail("cannot be stored");
  if (::rename(draft.c_str(), path.c_str()) != 0) fail("cannot be renamed into place");
}

}  // namespace variegate
