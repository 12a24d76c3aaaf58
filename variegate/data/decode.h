// Compressed pictures to pixels. JPEG, PNG and WebP are told apart by their first bytes.
//
// One rule for what comes out (docs/data.md): 8 bits a channel; 1 channel for grey files, 3 for colour,
// 4 for any file with transparency. Grey of 1, 2 or 4 bits is stretched to 0..255, 16-bit values v become
// round(v / 257), palettes become colour, CMYK (stored inverted, as Adobe does) becomes
// (255 - C)(255 - K) / 255 and so on. Colour profiles, gamma and EXIF orientation are not applied.
#pragma once

#include <string>

#include "variegate/core/image.h"
#include "variegate/data/file_bytes.h"

namespace variegate {

struct DecodeLimits {
  std::size_t most_pixels = std::size_t{1} << 28;  // width times height, checked before memory is taken
};

// Error naming the file and the cause when the bytes are empty, truncated, corrupt, of another format or
// larger than the limits. name: for errors.
Image decode_image(ByteView bytes, const std::string& name, const DecodeLimits& limits = {});

Image decode_jpeg(ByteView bytes, const std::string& name, const DecodeLimits& limits = {});
Image decode_png(ByteView bytes, const std::string& name, const DecodeLimits& limits = {});
Image decode_webp(ByteView bytes, const std::string& name, const DecodeLimits& limits = {});

// Error when a header asks for more pixels than the limit, or for none.
void check_pixel_count(std::size_t width, std::size_t height, const DecodeLimits& limits,
                       const std::string& name);

// "the JPEG data cannot be decoded", with the decoder's own words as cause.
[[noreturn]] void fail_to_decode(const std::string& format, const std::string& cause,
                                 const std::string& name);

// Whether a file name ends like a picture that can be decoded: .jpg, .jpeg, .png, .webp in any case.
bool is_picture_name(const std::string& file);

}  // namespace variegate
