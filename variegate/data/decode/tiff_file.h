// A TIFF file in memory, opened by libtiff.
#pragma once

#include <tiffio.h>

#include <cstdint>
#include <memory>
#include <string>

#include "variegate/data/file_bytes.h"

namespace variegate {

// The file in memory, and what libtiff says of it: it has no other way to tell.
struct TiffSource {
  ByteView bytes;
  std::uint64_t at = 0;
  std::string fault = {};       // the first
  bool warnings_count = false;  // while pixels are read: what is lost is filled in with a warning
};

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, CloseTiff>;

// Opens a TIFF file and reads its first directory; nullptr, and a fault in the source, when it is not one.
// The source must outlive it.
Tiff open_tiff(TiffSource& from);

}  // namespace variegate
