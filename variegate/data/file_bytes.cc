#include "variegate/data/file_bytes.h"

#include <fmt/format.h>

#include <new>

#include "variegate/core/error.h"
#include "variegate/data/random_access_file.h"

namespace variegate {

std::vector<std::uint8_t> read_bytes(const std::string& path, std::uint64_t most) {
  std::vector<std::uint8_t> bytes;
  read_bytes(path, bytes, most);
  return bytes;
}

void read_bytes(const std::string& path, std::vector<std::uint8_t>& bytes, std::uint64_t most) {
  const RandomAccessFile file(path);
  make_room(bytes, file.size(), most, path);
  file.read(0, bytes);
}

void make_room(std::vector<std::uint8_t>& bytes, std::uint64_t size, std::uint64_t most,
               const std::string& name) {
  const auto fail = [&](const std::string& expected) {
    throw Error({.where = name,
                 .what = "too large to be read into memory",
                 .got = fmt::format("{} bytes", size),
                 .expected = expected,
                 .mend = "replace the file, or leave such files out by --skip-bad"});
  };
  if (size > most) fail(fmt::format("at most {}", most));
  try {
    bytes.resize(size);
  } catch (const std::bad_alloc&) {
    fail("as much memory free");
  }
}

}  // namespace variegate
