// Tar archives grouped into samples. An odd first byte has every checksum put right before reading, so that
// the fuzzer gets past it; the rest of the input is the archive.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/data/formats/tar.h"

namespace {

using namespace variegate;

void mend_checksums(std::vector<std::uint8_t>& archive) {
  for (std::size_t at = 0; at + kTarBlock <= archive.size(); at += kTarBlock) {
    std::uint8_t* header = archive.data() + at;
    if (std::memcmp(header + 257, "ustar", 5) != 0) continue;
    std::memset(header + 148, ' ', 8);
    unsigned sum = 0;
    for (std::size_t i = 0; i < kTarBlock; ++i) sum += header[i];
    std::snprintf(reinterpret_cast<char*>(header) + 148, 8, "%06o", sum);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  std::vector<std::uint8_t> archive(bytes + 1, bytes + size);
  if (bytes[0] % 2 == 1) mend_checksums(archive);
  const auto read = [&](std::uint64_t offset, std::span<std::uint8_t> to) {
    if (offset > archive.size() || to.size() > archive.size() - offset)
      std::abort();  // the promise of ReadAt
    std::memcpy(to.data(), archive.data() + offset, to.size());
  };
  const TarSamples found = list_tar_samples(read, archive.size(), "fuzz.tar");
  for (const TarSample& sample : found.samples) {
    std::vector<std::uint8_t> picture(sample.size);
    read(sample.offset, picture);
  }
  return 0;
}
