#include "variegate/data/file_bytes.h"

#include "variegate/data/random_access_file.h"

namespace variegate {

std::vector<std::uint8_t> read_bytes(const std::string& path) {
  std::vector<std::uint8_t> bytes;
  read_bytes(path, bytes);
  return bytes;
}

void read_bytes(const std::string& path, std::vector<std::uint8_t>& bytes) {
  const RandomAccessFile file(path);
  bytes.resize(file.size());
  file.read(0, bytes);
}

}  // namespace variegate
