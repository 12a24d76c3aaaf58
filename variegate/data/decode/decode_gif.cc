#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "variegate/data/decode/decode.h"

namespace variegate {
namespace {

struct CloseGif {
  void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, CloseGif>;

int give_bytes(GifFileType* gif, GifByteType* out, int count) {
  auto* rest = static_cast<ByteView*>(gif->UserData);
  const std::size_t given = std::min(rest->size(), static_cast<std::size_t>(count));
  if (given > 0) std::memcpy(out, rest->data(), given);
  *rest = rest->subspan(given);
  return static_cast<int>(given);
}

[[noreturn]] void fail(int code, const std::string& name) {
  const char* cause = GifErrorString(code);
  fail_to_decode("GIF", cause == nullptr ? "corrupt data" : cause, name);
}

// Reads up to the first picture. Returns the index of the palette that is transparent, or
// NO_TRANSPARENT_COLOR.
int find_first_picture(GifFileType* gif, const std::string& name) {
  int transparent = NO_TRANSPARENT_COLOR;
  while (true) {
    GifRecordType type = UNDEFINED_RECORD_TYPE;
    if (DGifGetRecordType(gif, &type) == GIF_ERROR) fail(gif->Error, name);
    if (type == TERMINATE_RECORD_TYPE) fail_to_decode("GIF", "no picture in it", name);
    if (type == IMAGE_DESC_RECORD_TYPE) return transparent;
    int code = 0;
    GifByteType* block = nullptr;
    if (DGifGetExtension(gif, &code, &block) == GIF_ERROR) fail(gif->Error, name);
    if (block != nullptr && code == GRAPHICS_EXT_FUNC_CODE) {
      GraphicsControlBlock control{};
      if (DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK) transparent = control.TransparentColor;
    }
    while (block != nullptr) {
      if (DGifGetExtensionNext(gif, &block) == GIF_ERROR) fail(gif->Error, name);
    }
  }
}

// The numbers of the rows in the order in which they are stored.
std::vector<int> row_order(int height, bool interlaced) {
  struct Pass {
    int first;
    int step;
  };
  constexpr std::array<Pass, 4> kInterlaced{{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
  std::vector<int> rows;
  if (!interlaced) {
    for (int y = 0; y < height; ++y) rows.push_back(y);
    return rows;
  }
  for (const Pass& pass : kInterlaced) {
    for (int y = pass.first; y < height; y += pass.step) rows.push_back(y);
  }
  return rows;
}

}  // namespace

// The first picture on the canvas ("screen") of the file, which is transparent where the picture does not
// reach.
DecodedPart decode_gif(ByteView bytes, const std::string& name, const ChoosePart& choose, Image& image,
                       const DecodeOptions& options) {
  ByteView rest = bytes;
  int code = 0;
  const Gif gif(DGifOpen(&rest, give_bytes, &code));
  if (gif == nullptr) fail(code, name);
  check_pixel_count(static_cast<std::size_t>(gif->SWidth), static_cast<std::size_t>(gif->SHeight), options,
                    name);
  const Box box = chosen_part(choose, gif->SWidth, gif->SHeight, name).box;
  const int transparent = find_first_picture(gif.get(), name);
  if (DGifGetImageDesc(gif.get()) == GIF_ERROR) fail(gif->Error, name);
  const GifImageDesc& at = gif->Image;
  if (at.Left < 0 || at.Top < 0 || at.Width < 1 || at.Height < 1 || at.Left > gif->SWidth - at.Width ||
      at.Top > gif->SHeight - at.Height)
    fail_to_decode("GIF", "a frame that reaches outside the picture", name);
  const ColorMapObject* palette = at.ColorMap != nullptr ? at.ColorMap : gif->SColorMap;
  if (palette == nullptr) fail_to_decode("GIF", "no palette", name);
  const bool covers = at.Width == gif->SWidth && at.Height == gif->SHeight;
  image.reshape(gif->SWidth, gif->SHeight, covers && transparent == NO_TRANSPARENT_COLOR ? 3 : 4);
  std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{0});
  std::vector<GifPixelType> indices(static_cast<std::size_t>(at.Width));
  for (const int y : row_order(at.Height, at.Interlace)) {
    if (DGifGetLine(gif.get(), indices.data(), at.Width) == GIF_ERROR) fail(gif->Error, name);
    std::uint8_t* to = image.at(at.Left, at.Top + y);
    for (const GifPixelType index : indices) {
      if (index >= palette->ColorCount) fail_to_decode("GIF", "a colour that the palette lacks", name);
      const GifColorType& colour = palette->Colors[index];
      to[0] = colour.Red;
      to[1] = colour.Green;
      to[2] = colour.Blue;
      if (image.channels == 4) to[3] = index == transparent ? 0 : 255;
      to += image.channels;
    }
  }
  return {.picture_width = image.width, .picture_height = image.height, .box = as_real(box)};
}

}  // namespace variegate
