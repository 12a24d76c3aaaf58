// The orientation in the EXIF block of a picture file (EXIF 2.32, tag 274). Bytes that make no sense are as
// no EXIF at all, as picture viewers take them: nothing here is an error. XMP is not looked at.
#pragma once

#include <cstdint>
#include <optional>

#include "variegate/data/file_bytes.h"

namespace variegate {

// The first value of a tag in the first directory of a TIFF or BigTIFF file when it is a whole number that
// fits into its entry.
std::optional<std::uint64_t> tiff_number(ByteView tiff, int tag);

// The orientation in the first directory of an EXIF block, which is a small TIFF file, or of a whole TIFF or
// BigTIFF file: 1 .. 8; 1 when there is none.
int exif_orientation(ByteView tiff);

// The orientation in the EXIF block of a JPEG (its segment APP1), a PNG (its chunk eXIf) or a WebP (its chunk
// EXIF).
int jpeg_orientation(ByteView file);
int png_orientation(ByteView file);
int webp_orientation(ByteView file);

}  // namespace variegate
