// Reading gzip data a piece at a time, so that no header of theirs decides how much memory is taken.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <string>

#include "variegate/data/file_bytes.h"

namespace variegate {

// Whether the bytes begin like a gzip file.
bool is_gzip(ByteView bytes);

// Deflate packs at most 258 bytes into 2 bits: compressed data of n bytes hold at most this many.
std::size_t most_inflated(std::size_t compressed);

class GzipReader {
 public:
  // name: for errors. The bytes must outlive the reader.
  GzipReader(ByteView bytes, std::string name);
  ~GzipReader();
  GzipReader(const GzipReader&) = delete;
  GzipReader& operator=(const GzipReader&) = delete;

  // Inflates up to count bytes to out; fewer only at the end of the data. Error when the data are
  // corrupt or stop too early.
  std::size_t read(std::uint8_t* out, std::size_t count);

 private:
  z_stream stream_{};
  ByteView rest_;
  std::string name_;
  bool ended_ = false;
};

}  // namespace variegate
