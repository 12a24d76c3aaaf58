#include "variegate/data/file_bytes.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "variegate/core/error.h"

namespace variegate {

std::vector<std::uint8_t> read_bytes(const std::string& path) {
  const auto fail = [&](const std::string& cause) {
    throw Error({.where = path,
                 .what = "the file cannot be read",
                 .got = cause,
                 .expected = "",
                 .mend = "check the path and its permissions"});
  };
  std::error_code status;
  const auto size = std::filesystem::file_size(path, status);
  if (status) fail(status.message());
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (file == nullptr) fail(std::strerror(errno));
  std::vector<std::uint8_t> bytes(size);
  const std::size_t got = std::fread(bytes.data(), 1, bytes.size(), file.get());
  if (got != bytes.size())
    fail(std::ferror(file.get()) != 0 ? std::strerror(errno) : "it shrank while it was read");
  return bytes;
}

}  // namespace variegate
