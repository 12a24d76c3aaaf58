// Picture files to pixels. JPEG, PNG, WebP, TIFF, BMP, GIF and AVIF are told apart by their first bytes.
//
// One rule for what comes out (docs/data.md): 8 bits a channel; 1 channel for grey files, 3 for colour,
// 4 for any file with transparency. Grey of 1, 2 or 4 bits is stretched to 0..255, 16-bit values v become
// round(v / 257), palettes become colour, CMYK becomes (255 - C)(255 - K) / 255 and so on. Of several pages
// or frames the first is taken. The picture is turned upright. Colour profiles and gamma are not applied.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/core/image.h"
#include "variegate/data/annotations/real_box.h"
#include "variegate/data/decode/orientation.h"
#include "variegate/data/decode/picture_facts.h"
#include "variegate/data/file_bytes.h"

namespace variegate {

struct DecodeOptions {
  std::size_t most_pixels = std::size_t{1} << 28;  // width times height, checked before memory is taken
  Orientation orientation = Orientation::apply;
};

// The part of a picture that is wanted.
struct PartRequest {
  Box box;               // in pixels of the whole picture, at least one of them and all inside it
  int least_width = 0;   // the box need not be decoded larger than this; 0: at its own size
  int least_height = 0;  // as least_width
};

// Called once with the size of the picture as it is shown, before any pixel is decoded.
using ChoosePart = std::function<PartRequest(int width, int height)>;

// Asks for all of it at full size.
PartRequest whole_picture(int width, int height);

// Where the pixels that were decoded lie.
struct DecodedPart {
  int picture_width = 0;  // of the whole picture
  int picture_height = 0;
  int eighths = 8;  // the scale is eighths / 8, one of 1/8, 1/4, 1/2 and 1
  // The box asked for, in coordinates of the decoded pixels (pixel i covers i .. i + 1): at full scale whole
  // numbers. There may be more columns beside it, which must not be looked at.
  RealBox box;
  PictureFacts facts = {};
};

// Decodes only a part into a picture whose memory is used again. Of JPEG it decodes only the blocks that
// the box needs, and at the smallest of the scales above at which the box still has least_width and
// least_height: a factor of libjpeg's DCT, which averages as it shrinks. WebP decodes to the end of the box;
// other formats are decoded whole. At full scale the pixels in the box are those of the whole picture. Damage
// of a JPEG
// that lies outside the blocks read is not noticed. Errors as decode_image.
DecodedPart decode_image_part(ByteView bytes, const std::string& name, const ChoosePart& choose, Image& image,
                              const DecodeOptions& options = {});

// The whole picture. Error naming the file and the cause when the bytes are empty, truncated, corrupt, of
// another format or larger than the options allow. name: for errors. facts: filled in when given.
Image decode_image(ByteView bytes, const std::string& name, const DecodeOptions& options = {},
                   PictureFacts* facts = nullptr);

// The decoders behind decode_image_part, one a format. Their boxes are of the picture as it is stored.
using Decode = DecodedPart(ByteView bytes, const std::string& name, const ChoosePart& choose, Image& image,
                           const DecodeOptions& options);
Decode decode_jpeg;
Decode decode_png;
Decode decode_webp;
Decode decode_tiff;
Decode decode_bmp;
Decode decode_gif;
Decode decode_avif;

// The orientation that an AVIF gives its picture by rotation and mirroring (irot, imir), as EXIF counts it.
int avif_orientation(ByteView file);

// Labels of a mask, 1 channel: the stored values of a PNG that is grey or has a palette (whose colours are
// only for the eye), of at most 8 bits; nothing is stretched. Turned by an orientation of its own. Errors as
// decode_image, and for any other picture.
Image decode_labels(ByteView bytes, const std::string& name, const DecodeOptions& options = {});

// The part that choose asks for; Error when it is empty or reaches outside the picture.
PartRequest chosen_part(const ChoosePart& choose, int width, int height, const std::string& name);

// Error when a header asks for more pixels than the limit, or for none.
void check_pixel_count(std::size_t width, std::size_t height, const DecodeOptions& options,
                       const std::string& name);

// "the JPEG data cannot be decoded", with the decoder's own words as cause.
[[noreturn]] void fail_to_decode(const std::string& format, const std::string& cause,
                                 const std::string& name);

// "the picture takes more memory than there is": what std::bad_alloc becomes.
Error out_of_memory(const std::string& name);

// The endings of names of pictures that can be decoded, in small letters: .jpg, .png, ...
const std::vector<std::string>& picture_endings();

// Whether a file name has one of these endings, in any case.
bool is_picture_name(const std::string& file);

}  // namespace variegate
