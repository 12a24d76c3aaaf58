// What an operation does to a picture, in one of five forms. All but the last say what to do instead of doing
// it, so that the pipeline can join neighbours into one pass over the picture.
//
// Operations on colour do nothing to a picture of 1 channel. Values that stand for whole numbers are rounded
// as their parameter's summary says.
#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "variegate/ops/form.h"

namespace variegate {

struct Image;
struct ImageScratch;
struct GeometricMap;
struct Tone;

using ImageArguments = Arguments<ImageScratch>;

// A point operation: what becomes of every value of a colour channel (0, 1, 2; of a grey picture 0), whatever
// the picture. Alpha is left alone.
struct PointTable {
  // The Table of kernels/table.h.
  std::array<std::uint8_t, 256> (*table)(std::span<const double> values, int channel) = nullptr;
  bool a_channel = false;  // the tables of the channels differ
};

// A point operation whose tables depend on what is in the picture; false: it stays as it is. The tables are
// written to `made`, not returned: GCC 12.2 at -O3 copies a returned std::optional<Tone> from a wrong place
// where a loop that fills a table was made vectors.
struct ImageTone {
  bool (*tone)(const Image& image, std::span<const double> values, Tone& made) = nullptr;
};

// A geometric operation, which boxes, masks and keypoints follow. It moves alpha with the colours; what comes
// from outside the picture is transparent (alpha 0).
struct Geometric {
  GeometricMap (*map)(const ImageArguments& arguments, int width, int height) = nullptr;
  bool affine = true;  // its maps always are, and can be composed
};

// Anything else. The picture is at least 1x1 with 1, 3 or 4 channels; it keeps its shape. Alpha is left
// alone.
struct ImagePass {
  void (*apply)(Image& image, const ImageArguments& arguments) = nullptr;
};

using ImageOp = std::variant<Unchanged, PointTable, ImageTone, Geometric, ImagePass>;

}  // namespace variegate
