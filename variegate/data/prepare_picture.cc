#include "variegate/data/prepare_picture.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "variegate/data/decode/colour.h"
#include "variegate/data/decode/decode.h"

namespace variegate {
namespace {

constexpr int kMostOblong = 2;

int scaled(int side, double factor) { return std::max(static_cast<int>(std::lround(side * factor)), 1); }

PictureFacts crop(const Dataset& dataset, std::size_t i, const Preparation& preparation,
                  PreparationScratch& scratch, Image& out) {
  CropSize size;
  RealBox box;
  PictureFacts facts;
  if (dataset.read_compressed(i, scratch.file)) {
    const auto choose = [&](int width, int height) -> PartRequest {
      size = crop_size(preparation, width, height);
      return {.box = size.part, .least_width = size.width, .least_height = size.height};
    };
    const DecodedPart part =
        decode_image_part(scratch.file, dataset.name(i), choose, scratch.decoded, dataset.decode_options());
    box = part.box;
    facts = part.facts;
  } else {
    scratch.decoded = std::move(dataset.load(i).image());
    size = crop_size(preparation, scratch.decoded.width, scratch.decoded.height);
    box = as_real(size.part);
  }
  if (scratch.decoded.channels == 4) scratch.decoded = over_black(scratch.decoded);
  resize_part(scratch.decoded, box, size.width, size.height, out, scratch.resizing);
  return facts;
}

void pad(const Image& image, const Preparation& preparation, PreparationScratch& scratch, Image& out) {
  const double factor = std::min(static_cast<double>(preparation.width) / image.width,
                                 static_cast<double>(preparation.height) / image.height);
  const int width = std::min(scaled(image.width, factor), preparation.width);
  const int height = std::min(scaled(image.height, factor), preparation.height);
  resize_part(image, as_real({.width = image.width, .height = image.height}), width, height, scratch.resized,
              scratch.resizing);
  out = Image(preparation.width, preparation.height, image.channels);
  const int left = (preparation.width - width) / 2;
  const int top = (preparation.height - height) / 2;
  for (int y = 0; y < height; ++y)
    std::memcpy(out.at(left, top + y), scratch.resized.row(y), scratch.resized.stride());
}

}  // namespace

CropSize crop_size(const Preparation& preparation, int picture_width, int picture_height) {
  const int shorter = std::min(picture_width, picture_height);
  CropSize size;
  size.part.width = std::min(picture_width, kMostOblong * shorter);
  size.part.height = std::min(picture_height, kMostOblong * shorter);
  size.part.left = (picture_width - size.part.width) / 2;
  size.part.top = (picture_height - size.part.height) / 2;
  const int wanted = scaled(std::max(preparation.width, preparation.height), kLargerThanTheModel);
  const double factor = std::min(1.0, static_cast<double>(wanted) / shorter);
  size.width = scaled(size.part.width, factor);
  size.height = scaled(size.part.height, factor);
  return size;
}

PictureFacts prepare_picture(const Dataset& dataset, std::size_t i, const Preparation& preparation,
                             PreparationScratch& scratch, Image& out) {
  if (preparation.fit == DataFit::crop) return crop(dataset, i, preparation, scratch, out);
  PictureFacts facts;
  Image image = std::move(dataset.load_with_facts(i, facts).image());
  if (image.channels == 4) image = over_black(image);
  if (preparation.fit == DataFit::pad) {
    pad(image, preparation, scratch, out);
  } else {
    out = resize(image, preparation.width, preparation.height);
  }
  return facts;
}

}  // namespace variegate
