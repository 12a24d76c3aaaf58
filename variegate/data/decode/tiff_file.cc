#include "variegate/data/decode/tiff_file.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <limits>
#include <new>

namespace variegate {
namespace {

TiffSource& source(thandle_t handle) { return *static_cast<TiffSource*>(handle); }

tmsize_t read(thandle_t handle, void* to, tmsize_t size) {
  TiffSource& from = source(handle);
  const std::uint64_t left = from.at < from.bytes.size() ? from.bytes.size() - from.at : 0;
  const std::uint64_t given = std::min(left, static_cast<std::uint64_t>(size));
  if (given > 0) std::memcpy(to, from.bytes.data() + from.at, given);
  from.at += given;
  return static_cast<tmsize_t>(given);
}
tmsize_t write(thandle_t, void*, tmsize_t) { return 0; }
toff_t seek(thandle_t handle, toff_t offset, int whence) {
  TiffSource& from = source(handle);
  const std::uint64_t base = whence == SEEK_CUR ? from.at : whence == SEEK_END ? from.bytes.size() : 0;
  return from.at = base + offset;
}
int close(thandle_t) { return 0; }
toff_t size(thandle_t handle) { return source(handle).bytes.size(); }
int map(thandle_t handle, void** base, toff_t* length) {
  // libtiff reads from the map and does not write to it in mode "r".
  *base = const_cast<std::uint8_t*>(source(handle).bytes.data());
  *length = source(handle).bytes.size();
  return 1;
}
void unmap(thandle_t, void*, toff_t) {}

void keep(TiffSource& from, const char* format, va_list values) {
  if (!from.fault.empty()) return;
  char text[256];
  std::vsnprintf(text, sizeof text, format, values);
  from.fault = text;
}
int on_error(TIFF*, void* data, const char*, const char* format, va_list values) {
  keep(*static_cast<TiffSource*>(data), format, values);
  return 1;  // nothing else is told
}
int on_warning(TIFF*, void* data, const char*, const char* format, va_list values) {
  auto& from = *static_cast<TiffSource*>(data);
  if (from.warnings_count) keep(from, format, values);
  return 1;
}

}  // namespace

Tiff open_tiff(TiffSource& from) {
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(),
                                                                                 TIFFOpenOptionsFree);
  if (options == nullptr) throw std::bad_alloc();
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), on_error, &from);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), on_warning, &from);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), std::numeric_limits<std::int32_t>::max());
  return Tiff(TIFFClientOpenExt("", "r", &from, read, write, seek, close, size, map, unmap, options.get()));
}

}  // namespace variegate
