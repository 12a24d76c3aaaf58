#include "variegate/loader/sample_maker.h"

#include <utility>

#include "variegate/data/decode/colour.h"
#include "variegate/data/decode/decode.h"

namespace variegate {

void SampleMaker::make(std::size_t index, std::uint64_t epoch, void* out) {
  read(index, epoch);
  pipeline_.apply(sample_, sample_, epoch, scratch_, options_.format, out);
}

void SampleMaker::read(std::size_t index, std::uint64_t epoch) {
  const int width = options_.width;
  const int height = options_.height;
  const auto part_of = [&](int picture_width, int picture_height) {
    Stream random({options_.seed, epoch, index, hash_text("loader part")});
    return fitted_part(options_.fit, picture_width, picture_height, width, height, random);
  };
  RealBox box;
  if (dataset_.read_compressed(index, file_)) {
    const auto choose = [&](int picture_width, int picture_height) -> PartRequest {
      return {.box = part_of(picture_width, picture_height), .least_width = width, .least_height = height};
    };
    box = decode_image_part(file_, dataset_.name(index), choose, decoded_, dataset_.decode_options()).box;
  } else {
    dataset_.load_into(index, sample_);
    Image& image = sample_.image();
    if (image.width == width && image.height == height && options_.fit.kind == Fit::Kind::stretch)
      return unify_channels(image);
    box = as_real(part_of(image.width, image.height));
    std::swap(decoded_, image);
  }
  unify_channels(decoded_);
  Image& image = reset_to_image(sample_, dataset_.label(index), index);
  const bool fits =
      decoded_.width == width && decoded_.height == height && box == RealBox{0, 0, 1.0 * width, 1.0 * height};
  if (fits) {
    std::swap(image, decoded_);
  } else {
    resize_part(decoded_, box, width, height, image, resizing_);
  }
}

void SampleMaker::unify_channels(Image& image) const {
  if (image.channels != options_.channels) image = with_channels(std::move(image), options_.channels);
}

}  // namespace variegate
