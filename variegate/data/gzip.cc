#include "variegate/data/gzip.h"

#include <algorithm>
#include <new>

#include "variegate/core/error.h"

namespace variegate {
namespace {

constexpr std::size_t kLargestStep = std::size_t{1} << 30;  // zlib counts in 32 bits

}  // namespace

bool is_gzip(ByteView bytes) { return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b; }

std::size_t most_inflated(std::size_t compressed) { return compressed * 1032; }

GzipReader::GzipReader(ByteView bytes, std::string name) : rest_(bytes), name_(std::move(name)) {
  constexpr int kGzipOnly = 16;
  if (inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
}

GzipReader::~GzipReader() { inflateEnd(&stream_); }

std::size_t GzipReader::read(std::uint8_t* out, std::size_t count) {
  std::size_t done = 0;
  while (done < count && !ended_) {
    const std::size_t offered = std::min(rest_.size(), kLargestStep);
    const std::size_t room = std::min(count - done, kLargestStep);
    stream_.next_in = const_cast<Bytef*>(rest_.data());
    stream_.avail_in = static_cast<uInt>(offered);
    stream_.next_out = out + done;
    stream_.avail_out = static_cast<uInt>(room);
    const int status = inflate(&stream_, Z_NO_FLUSH);
    rest_ = rest_.subspan(offered - stream_.avail_in);
    done += room - stream_.avail_out;
    ended_ = status == Z_STREAM_END;
    if (status == Z_BUF_ERROR || (status == Z_OK && rest_.empty() && stream_.avail_out > 0)) {
      throw Error({.where = name_,
                   .what = "the gzip data stop too early (truncated)",
                   .got = "",
                   .expected = "",
                   .mend = "fetch the file again"});
    }
    if (status != Z_OK && status != Z_STREAM_END) {
      throw Error({.where = name_,
                   .what = "the gzip data are corrupt",
                   .got = stream_.msg == nullptr ? "" : stream_.msg,
                   .expected = "",
                   .mend = "fetch the file again"});
    }
  }
  return done;
}

}  // namespace variegate
