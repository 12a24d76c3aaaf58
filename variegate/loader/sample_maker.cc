#include "variegate/loader/sample_maker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "variegate/core/error.h"
#include "variegate/data/decode/colour.h"
#include "variegate/data/decode/decode.h"

namespace variegate {

void SampleMaker::make(std::size_t index, std::uint64_t epoch, void* out) {
  augment(index, epoch);
  kernels::normalise(sample_.image(), options_.format, out);
}

void SampleMaker::make_unmixed(std::size_t index, std::uint64_t epoch, Sample& sample) {
  augment(index, epoch);
  std::swap(sample, sample_);
}

void SampleMaker::mix(const BatchMixes& mixes, std::span<const Sample> batch, std::size_t position,
                      std::uint64_t epoch, void* out, std::span<float> soft_label) {
  mixes.apply(batch, position, epoch, mixed_);
  kernels::normalise(mixed_.image, options_.format, out);
  std::fill(soft_label.begin(), soft_label.end(), 0.0F);
  for (const LabelWeight& shown : mixed_.label.weights())
    soft_label[static_cast<std::size_t>(shown.label)] = shown.weight;
}

void SampleMaker::augment(std::size_t index, std::uint64_t epoch) {
  read(index, epoch);
  pipeline_.apply(sample_, sample_, epoch, scratch_);
  require_shape(index);
}

Box SampleMaker::part_of(std::size_t index, std::uint64_t epoch, int picture_width,
                         int picture_height) const {
  if (options_.fit.kind == Fit::Kind::policy_part) {
    if (const auto part = pipeline_.first_part(index, epoch, picture_width, picture_height)) return *part;
  }
  Stream random({options_.seed, epoch, index, hash_text("loader part")});
  return fitted_part(options_.fit, picture_width, picture_height, options_.width, options_.height, random);
}

// As PictureSet::cut(): what the search is trained on and what it is validated on are made alike.
void SampleMaker::cut(ConstImageView whole, std::size_t index, std::uint64_t epoch) {
  const int width = options_.width;
  const int height = options_.height;
  const Box part = part_of(index, epoch, whole.width, whole.height);
  const ConstImageView from = variegate::part_of(whole, part);
  Image& image = reset_to_image(sample_, dataset_.label(index), index);
  if (part.width != width || part.height != height) {
    resize_part(from, as_real({.width = part.width, .height = part.height}), width, height, image, resizing_);
  } else {
    image.reshape(width, height, whole.channels);
    for (int y = 0; y < height; ++y) std::memcpy(image.row(y), from.row(y), image.stride());
  }
  unify_channels(image);
}

// The caller's memory has room for that shape alone.
void SampleMaker::require_shape(std::size_t index) const {
  const Image& image = sample_.image();
  if (image.width == options_.width && image.height == options_.height && image.channels == options_.channels)
    return;
  const auto shape = [](int width, int height, int channels) {
    return fmt::format("{} x {} pixels, {} channels", width, height, channels);
  };
  throw Error({.where = dataset_.name(index),
               .what = "the policy gives it another shape than the model takes",
               .got = shape(image.width, image.height, image.channels),
               .expected = shape(options_.width, options_.height, options_.channels),
               .mend = "use operations that keep the size of pictures"});
}

void SampleMaker::read(std::size_t index, std::uint64_t epoch) {
  if (const auto whole = dataset_.in_memory(index)) return cut(*whole, index, epoch);
  const int width = options_.width;
  const int height = options_.height;
  RealBox box;
  if (dataset_.read_compressed(index, file_)) {
    const auto choose = [&](int picture_width, int picture_height) -> PartRequest {
      return {.box = part_of(index, epoch, picture_width, picture_height),
              .least_width = width,
              .least_height = height};
    };
    box = decode_image_part(file_, dataset_.name(index), choose, decoded_, dataset_.decode_options()).box;
  } else {
    dataset_.load_into(index, sample_);
    Image& image = sample_.image();
    if (image.width == width && image.height == height && options_.fit.kind == Fit::Kind::stretch)
      return unify_channels(image);
    box = as_real(part_of(index, epoch, image.width, image.height));
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
