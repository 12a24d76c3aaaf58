// How a picture of any size is brought to what training reads: docs/data.md, "What a picture becomes".
#pragma once

#include <cstdint>
#include <vector>

#include "variegate/core/image.h"
#include "variegate/data/dataset.h"
#include "variegate/data/decode/resize.h"

namespace variegate {

enum class DataFit {
  stretch,  // the whole picture in the model's shape; its proportions are not kept
  crop,     // its proportions are kept: training and validation take parts of it
  pad,      // the whole picture inside the model's shape, its proportions kept, black around it
};

// The shape in which a model takes pictures, and how they come to it.
struct Preparation {
  int width = 0;
  int height = 0;
  DataFit fit = DataFit::stretch;
  bool operator==(const Preparation&) const = default;
};

// How much longer than the model's sides the shorter side of what crop prepares is, so that a random part of
// it, enlarged, is seldom blurred.
inline constexpr double kLargerThanTheModel = 1.25;

// Memory used again from one picture to the next.
struct PreparationScratch {
  std::vector<std::uint8_t> file;
  Image decoded;
  Image resized;
  ResizeScratch resizing;
};

// The size of what crop prepares of a picture of that size: its shorter side kLargerThanTheModel times the
// model's longer one; its longer side at most twice that, which cuts very oblong pictures. Never larger than
// the picture.
struct CropSize {
  int width = 0;
  int height = 0;
  Box part;  // of the picture
};
CropSize crop_size(const Preparation& preparation, int picture_width, int picture_height);

// Writes picture i: 1 or 3 channels, in the model's shape, or of crop_size(). Returns what decoding changed.
// Error when it cannot be read.
PictureFacts prepare_picture(const Dataset& dataset, std::size_t i, const Preparation& preparation,
                             PreparationScratch& scratch, Image& out);

}  // namespace variegate
