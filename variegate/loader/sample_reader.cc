#include "variegate/loader/sample_reader.h"

#include <cstring>
#include <utility>

#include "variegate/data/decode/colour.h"
#include "variegate/data/decode/decode.h"

namespace variegate {
namespace {

const std::string kImage = "image";

bool are_pictures_alone(const std::vector<FieldSpec>& fields) {
  return fields.size() == 1 && fields[0].kind() == FieldKind::image && fields[0].name == kImage;
}

}  // namespace

SampleReader::SampleReader(const Dataset& dataset, const Pipeline& pipeline, const LoaderOptions& options,
                           const std::vector<FieldBuffer>& fields)
    : dataset_(dataset),
      pipeline_(pipeline),
      options_(options),
      fields_(fields),
      pictures_alone_(are_pictures_alone(dataset.fields())) {}

Box SampleReader::part_of(const std::string& field, std::size_t index, std::uint64_t epoch, int picture_width,
                          int picture_height) const {
  if (options_.fit.kind == Fit::Kind::policy_part && field == options_.policy.fields.front().name) {
    if (const auto part = pipeline_.first_part(index, epoch, picture_width, picture_height)) return *part;
  }
  const std::uint64_t place = hash_text("loader part");
  Stream random({options_.seed, epoch, index, field == kImage ? place : derive(place, hash_text(field))});
  return fitted_part(options_.fit, picture_width, picture_height, options_.width, options_.height, random);
}

// As PictureSet::cut(): what the search is trained on and what it is validated on are made alike.
void SampleReader::cut(ConstImageView whole, std::size_t index, std::uint64_t epoch, Sample& sample) {
  const int width = options_.width;
  const int height = options_.height;
  const Box part = part_of(kImage, index, epoch, whole.width, whole.height);
  const ConstImageView from = variegate::part_of(whole, part);
  Image& image = reset_to_image(sample, dataset_.label(index), index);
  if (part.width != width || part.height != height) {
    resize_part(from, as_real({.width = part.width, .height = part.height}), width, height, image, resizing_);
  } else {
    image.reshape(width, height, whole.channels);
    for (int y = 0; y < height; ++y) std::memcpy(image.row(y), from.row(y), image.stride());
  }
  unify_channels(image);
}

void SampleReader::read(std::size_t index, std::uint64_t epoch, Sample& sample) {
  if (pictures_alone_) return read_picture(index, epoch, sample);
  dataset_.load_into(index, sample);
  // They would have to follow their picture, and no model takes them.
  std::erase_if(sample.fields, [](const Field& field) { return !kind_of(field.value); });
  for (const FieldBuffer& field : fields_) {
    const std::string& name = field.spec.name;
    if (field.spec.kind() == FieldKind::image) fit(sample.image(name), name, index, epoch);
  }
}

void SampleReader::read_picture(std::size_t index, std::uint64_t epoch, Sample& sample) {
  if (const auto whole = dataset_.in_memory(index)) return cut(*whole, index, epoch, sample);
  RealBox box;
  if (dataset_.read_compressed(index, file_)) {
    const auto choose = [&](int picture_width, int picture_height) -> PartRequest {
      return {.box = part_of(kImage, index, epoch, picture_width, picture_height),
              .least_width = options_.width,
              .least_height = options_.height};
    };
    box = decode_image_part(file_, dataset_.name(index), choose, decoded_, dataset_.decode_options()).box;
  } else {
    dataset_.load_into(index, sample);
    Image& image = sample.image();
    if (sample.fields.size() == 1) return fit(image, kImage, index, epoch);
    box = as_real(part_of(kImage, index, epoch, image.width, image.height));
    std::swap(decoded_, image);
  }
  resize_decoded(box, reset_to_image(sample, dataset_.label(index), index));
}

void SampleReader::fit(Image& image, const std::string& field, std::size_t index, std::uint64_t epoch) {
  const bool fits = image.width == options_.width && image.height == options_.height;
  if (fits && options_.fit.kind == Fit::Kind::stretch) return unify_channels(image);
  const RealBox box = as_real(part_of(field, index, epoch, image.width, image.height));
  std::swap(decoded_, image);
  resize_decoded(box, image);
}

void SampleReader::resize_decoded(const RealBox& box, Image& image) {
  const int width = options_.width;
  const int height = options_.height;
  unify_channels(decoded_);
  const bool fits =
      decoded_.width == width && decoded_.height == height && box == RealBox{0, 0, 1.0 * width, 1.0 * height};
  if (fits) {
    std::swap(image, decoded_);
  } else {
    resize_part(decoded_, box, width, height, image, resizing_);
  }
}

void SampleReader::unify_channels(Image& image) const {
  if (image.channels != options_.channels) image = with_channels(std::move(image), options_.channels);
}

}  // namespace variegate
