#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/decode/exif.h"
#include "variegate/data/decode/tiff_file.h"

namespace variegate {
namespace {

struct Kind {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint16_t bits = 1;
  std::uint16_t samples = 1;  // of a pixel
  std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
  bool planes_apart = false;
  bool whole_numbers = true;  // from 0
  bool has_alpha = false;     // the sample after the colours
  bool premultiplied = false;

  int colours() const { return photometric == PHOTOMETRIC_RGB ? 3 : 1; }
  int samples_used() const { return colours() + (has_alpha ? 1 : 0); }
  int channels() const { return has_alpha ? 4 : colours(); }
  // Whether samples are read as they are stored; all else goes through libtiff's conversion to RGBA.
  bool is_plain() const {
    const bool grey = photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE;
    return (bits == 8 || bits == 16) && samples >= colours() && (grey || photometric == PHOTOMETRIC_RGB);
  }
};

Kind kind_of(TIFF* tiff, ByteView bytes, const std::string& name) {
  Kind kind;
  if (TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &kind.width) != 1 ||
      TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &kind.height) != 1 ||
      TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &kind.photometric) != 1)
    fail_to_decode("TIFF", "the size or the meaning of the pixels is not given", name);
  std::uint16_t planes = PLANARCONFIG_CONTIG;
  std::uint16_t format = SAMPLEFORMAT_UINT;
  std::uint16_t extra = 0;
  std::uint16_t* meanings = nullptr;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &kind.bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &kind.samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planes);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &extra, &meanings);
  kind.planes_apart = planes == PLANARCONFIG_SEPARATE;
  kind.whole_numbers = format == SAMPLEFORMAT_UINT || format == SAMPLEFORMAT_VOID;
  const bool follows = extra > 0 && kind.samples == kind.colours() + extra;
  // Programs that leave the tag out mean transparency; libtiff adds it as a sample without meaning.
  const bool untold =
      kind.photometric == PHOTOMETRIC_RGB && kind.samples == 4 && !tiff_number(bytes, TIFFTAG_EXTRASAMPLES);
  kind.premultiplied = follows && meanings[0] == EXTRASAMPLE_ASSOCALPHA;
  kind.has_alpha = untold || kind.premultiplied || (follows && meanings[0] == EXTRASAMPLE_UNASSALPHA);
  return kind;
}

void check_kind(const Kind& kind, const std::string& name) {
  const bool one_band = kind.colours() == 3 || kind.samples == 1 || (kind.samples == 2 && kind.is_plain());
  const bool other = kind.photometric != PHOTOMETRIC_MINISBLACK && kind.photometric != PHOTOMETRIC_MINISWHITE;
  if (kind.whole_numbers && kind.bits <= 16 && (one_band || other)) return;
  throw Error({.where = name,
               .what = "a TIFF whose pixels are not grey or colour of at most 16 bits",
               .got = fmt::format("{} samples of {} bits{}", kind.samples, kind.bits,
                                  kind.whole_numbers ? "" : ", not whole numbers from 0"),
               .expected = "1 (grey), 3 (colour) or 4 samples, whole numbers of 1 to 16 bits",
               .mend = "convert the file, or leave such files out by --skip-bad"});
}

// Reads samples as they are stored, strip by strip or tile by tile.
template <typename Value>
class PlainReader {
 public:
  PlainReader(TIFF* tiff, const TiffSource& from, const Kind& kind, const std::string& name)
      : tiff_(tiff), from_(from), kind_(kind), name_(name) {}

  // The whole picture, kind.channels() values a pixel.
  std::vector<Value> read(const DecodeOptions& options) {
    const auto pixels = static_cast<std::size_t>(kind_.width) * kind_.height;
    out_.resize(pixels * static_cast<std::size_t>(kind_.channels()));
    std::uint32_t block_width = kind_.width;
    std::uint32_t block_height = kind_.height;
    const bool tiled = TIFFIsTiled(tiff_) != 0;
    if (tiled) {
      TIFFGetField(tiff_, TIFFTAG_TILEWIDTH, &block_width);
      TIFFGetField(tiff_, TIFFTAG_TILELENGTH, &block_height);
      check_pixel_count(block_width, block_height, options, name_);
    } else {
      std::uint32_t rows = 0;
      TIFFGetFieldDefaulted(tiff_, TIFFTAG_ROWSPERSTRIP, &rows);
      block_height = std::clamp(rows, std::uint32_t{1}, kind_.height);
    }
    const tmsize_t bytes = tiled ? TIFFTileSize(tiff_) : TIFFStripSize(tiff_);
    samples_ = kind_.planes_apart ? 1 : kind_.samples;
    row_values_ = static_cast<std::size_t>(block_width) * samples_;
    if (bytes <= 0 || static_cast<std::size_t>(bytes) < row_values_ * block_height * sizeof(Value)) fail();
    block_.resize(static_cast<std::size_t>(bytes) / sizeof(Value) + 1);
    const int planes = kind_.planes_apart ? kind_.samples_used() : 1;
    for (int plane = 0; plane < planes; ++plane) {
      for (std::uint32_t top = 0; top < kind_.height; top += block_height) {
        for (std::uint32_t left = 0; left < kind_.width; left += block_width) {
          const std::uint32_t rows = std::min(block_height, kind_.height - top);
          read_block(tiled, left, top, plane, tiled ? block_height : rows);
          const std::uint32_t columns = std::min(block_width, kind_.width - left);
          for (std::uint32_t y = 0; y < rows; ++y)
            copy_row(block_.data() + y * row_values_, columns, left, top + y, plane);
        }
      }
    }
    return std::move(out_);
  }

 private:
  [[noreturn]] void fail() const {
    fail_to_decode("TIFF", from_.fault.empty() ? "corrupt data" : from_.fault, name_);
  }

  void read_block(bool tiled, std::uint32_t left, std::uint32_t top, int plane, std::uint32_t rows) {
    const auto sample = static_cast<std::uint16_t>(plane);
    const auto wanted = static_cast<tmsize_t>(row_values_ * rows * sizeof(Value));
    const tmsize_t got =
        tiled
            ? TIFFReadEncodedTile(tiff_, TIFFComputeTile(tiff_, left, top, 0, sample), block_.data(), wanted)
            : TIFFReadEncodedStrip(tiff_, TIFFComputeStrip(tiff_, top, sample), block_.data(), wanted);
    if (got < wanted || !from_.fault.empty()) fail();
  }

  void copy_row(const Value* from, std::uint32_t columns, std::uint32_t left, std::uint32_t y, int plane) {
    const int channels = kind_.channels();
    Value* to =
        out_.data() + (static_cast<std::size_t>(y) * kind_.width + left) * static_cast<std::size_t>(channels);
    const int used = kind_.planes_apart ? 1 : kind_.samples_used();
    for (std::uint32_t x = 0; x < columns; ++x, from += samples_, to += channels) {
      for (int sample = 0; sample < used; ++sample)
        put(to, kind_.planes_apart ? plane : sample, from[sample]);
    }
  }

  // Grey beside alpha is repeated, as there is no picture of grey and alpha.
  void put(Value* pixel, int sample, Value value) const {
    const int colours = kind_.colours();
    if (kind_.photometric == PHOTOMETRIC_MINISWHITE && sample < colours)
      value = static_cast<Value>(std::numeric_limits<Value>::max() - value);
    if (sample == colours) {
      pixel[3] = value;
    } else if (colours == 1 && kind_.has_alpha) {
      pixel[0] = pixel[1] = pixel[2] = value;
    } else {
      pixel[sample] = value;
    }
  }

  TIFF* tiff_;
  const TiffSource& from_;
  const Kind& kind_;
  const std::string& name_;
  std::size_t samples_ = 1;     // of a pixel in a block
  std::size_t row_values_ = 0;  // of a block
  std::vector<Value> block_;
  std::vector<Value> out_;
};

void divide_by_alpha(Image& image) {
  for (std::size_t i = 0; i + 3 < image.pixels.size(); i += 4) {
    const int alpha = image.pixels[i + 3];
    for (std::size_t c = 0; c < 3 && alpha > 0; ++c)
      image.pixels[i + c] =
          static_cast<std::uint8_t>(std::min((image.pixels[i + c] * 255 + alpha / 2) / alpha, 255));
  }
}

// Palettes, CMYK, YCbCr and so on by libtiff's own conversion.
void decode_converted(TIFF* tiff, const TiffSource& from, const Kind& kind, const std::string& name,
                      Image& image) {
  std::vector<std::uint32_t> pixels(static_cast<std::size_t>(kind.width) * kind.height);
  char cause[1024] = "";
  if (TIFFRGBAImageOK(tiff, cause) == 0) fail_to_decode("TIFF", cause, name);
  // The orientation is applied by us: asking for the stored one keeps libtiff from turning.
  std::uint16_t orientation = ORIENTATION_TOPLEFT;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
  const bool read =
      TIFFReadRGBAImageOriented(tiff, kind.width, kind.height, pixels.data(), orientation, 1) != 0;
  if (!read || !from.fault.empty())
    fail_to_decode("TIFF", from.fault.empty() ? "corrupt data" : from.fault, name);
  const bool grey = kind.photometric == PHOTOMETRIC_MINISBLACK || kind.photometric == PHOTOMETRIC_MINISWHITE;
  image.reshape(static_cast<int>(kind.width), static_cast<int>(kind.height), grey ? 1 : 3);
  std::uint8_t* to = image.pixels.data();
  for (const std::uint32_t pixel : pixels) {
    *to++ = static_cast<std::uint8_t>(TIFFGetR(pixel));
    if (grey) continue;
    *to++ = static_cast<std::uint8_t>(TIFFGetG(pixel));
    *to++ = static_cast<std::uint8_t>(TIFFGetB(pixel));
  }
}

}  // namespace

DecodedPart decode_tiff(ByteView bytes, const std::string& name, const ChoosePart& choose, Image& image,
                        const DecodeOptions& options) {
  TiffSource from{.bytes = bytes};
  const Tiff tiff = open_tiff(from);
  if (tiff == nullptr) fail_to_decode("TIFF", from.fault.empty() ? "corrupt data" : from.fault, name);
  const Kind kind = kind_of(tiff.get(), bytes, name);
  check_pixel_count(kind.width, kind.height, options, name);
  check_kind(kind, name);
  const auto width = static_cast<int>(kind.width);
  const auto height = static_cast<int>(kind.height);
  const Box box = chosen_part(choose, width, height, name).box;
  DecodedPart part{.picture_width = width, .picture_height = height, .box = as_real(box)};
  from.fault.clear();
  from.warnings_count = true;
  if (!kind.is_plain()) {
    decode_converted(tiff.get(), from, kind, name, image);
    return part;
  }
  image.reshape(width, height, kind.channels());
  if (kind.bits == 16) {
    const auto values = PlainReader<std::uint16_t>(tiff.get(), from, kind, name).read(options);
    part.facts = reduce_to_8_bits(values, image.channels, image.pixels.data());
  } else {
    image.pixels = PlainReader<std::uint8_t>(tiff.get(), from, kind, name).read(options);
  }
  if (kind.premultiplied) divide_by_alpha(image);
  return part;
}

}  // namespace variegate
