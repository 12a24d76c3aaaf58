#include "variegate/pipeline/fields/image_field.h"

#include <fmt/format.h>

#include <utility>

#include "variegate/core/error.h"
#include "variegate/kernels/mixture.h"
#include "variegate/ops/description.h"
#include "variegate/ops/run_image.h"

namespace variegate {
namespace {

void join(Table& table, const Table& next) {
  for (std::uint8_t& value : table) value = next[value];
}

}  // namespace

void ImageField::check(const Image& image) {
  const bool sized = image.width > 0 && image.height > 0 &&
                     (image.channels == 1 || image.channels == 3 || image.channels == 4) &&
                     image.pixels.size() == image.stride() * static_cast<std::size_t>(image.height);
  if (sized) return;
  throw Error({.where = "",
               .what = "not a picture",
               .got = fmt::format("{} x {} pixels, {} channels, {} bytes", image.width, image.height,
                                  image.channels, image.pixels.size()),
               .expected = "at least one pixel, 1, 3 or 4 channels, and as many bytes",
               .mend = ""});
}

void ImageField::begin(const Image& source, Image& image, bool fuse) {
  source_ = nullptr;
  if (&source != &image) {
    source_ = &source;
    image.width = source.width;
    image.height = source.height;
    image.channels = source.channels;
    image.pixels.resize(source.pixels.size());
  }
  image_ = &image;
  fuse_ = fuse;
  moved_ = toned_ = false;
}

// Each form of operation has its own way to be put off.
struct ImageField::Caller {
  ImageField& field;
  const FieldCall& call;
  ImageScratch& scratch;

  ImageArguments arguments() const { return {call.values, call.random, scratch}; }

  void operator()(const Unchanged&) const {}
  void operator()(const PointTable& op) const {
    field.tone(tone_of(op, call.values, field.image_->channels));
  }
  void operator()(const ImageTone& op) const {
    Tone made;
    if (op.tone(field.seen(scratch), call.values, made)) field.tone(made);
  }
  void operator()(const Geometric& op) const {
    const int width = field.image_->width, height = field.image_->height;
    const GeometricMap map = op.map(arguments(), width, height);
    if (const Followers* followers = call.followers)
      follow(followers->sample, followers->field, map, width, height, followers->rules, scratch);
    field.move(map, scratch);
  }
  void operator()(const ImagePass& op) const { op.apply(field.settled(scratch), arguments()); }
};

void ImageField::call(const FieldCall& call, Scratch& scratch) {
  std::visit(Caller{*this, call, scratch.image}, std::get<ImageOp>(call.op.does));
  if (!fuse_) settled(scratch.image);
}

double ImageField::property(Property property) const {
  if (property == Property::width) return image_->width;
  if (property == Property::height) return image_->height;
  return image_->channels;
}

const Image& ImageField::seen(ImageScratch& scratch) {
  if (moved_ || toned_) settled(scratch);
  return source_ != nullptr ? *source_ : *image_;
}

void ImageField::tone(const Tone& next) {
  if (!std::exchange(toned_, true)) {
    tone_ = next;
    return;
  }
  if (tone_.alike && !next.alike) tone_.tables[1] = tone_.tables[2] = tone_.tables[0];
  tone_.alike = tone_.alike && next.alike;
  for (std::size_t c = 0; c < (tone_.alike ? 1 : 3); ++c)
    join(tone_.tables[c], next.tables[next.alike ? 0 : c]);
}

// Maps that interpolate differently stay apart; of one that moves whole pixels it does not matter how it
// would.
bool ImageField::joins(const GeometricMap& map) const {
  return clip_count_ + 1 < kMostClips && (map_.sampling.border == Border::constant || map_.covers) &&
         (map.sampling.border == Border::constant || map.covers) &&
         (map.sampling.interpolation == map_.sampling.interpolation || moves_whole_pixels(map.affine) ||
          moves_whole_pixels(map_.affine));
}

void ImageField::move(const GeometricMap& map, ImageScratch& scratch) {
  if (!map.is_affine()) {
    if (moved_ || toned_) settled(scratch);
    return warp_now(map, {}, scratch);
  }
  if (toned_ || (moved_ && !joins(map))) settled(scratch);
  if (!moved_) {
    moved_ = true;
    map_ = map;
    clip_count_ = 0;
    return;
  }
  // A point of the result goes through the new map to the picture so far, and from there as before.
  const bool pixels_so_far = moves_whole_pixels(map_.affine);
  for (std::size_t i = clip_count_; i-- > 0;) {
    clips_[i + 1] = clips_[i];
    clips_[i + 1].map = composed(map.affine, clips_[i].map);
  }
  clips_[0] = {map.affine, image_->width, image_->height, map.sampling.fill};
  if (map.covers) {
    std::move(clips_.begin() + 1, clips_.begin() + 1 + static_cast<std::ptrdiff_t>(clip_count_),
              clips_.begin());
  } else {
    ++clip_count_;
  }
  map_.affine = composed(map.affine, map_.affine);
  if (pixels_so_far) map_.sampling.interpolation = map.sampling.interpolation;
}

void ImageField::warp_now(const GeometricMap& map, std::span<const Clip> clips, ImageScratch& scratch) {
  const Image* source = std::exchange(source_, nullptr);
  source != nullptr ? warp(*source, *image_, map, clips, scratch) : warp(*image_, map, clips, scratch);
}

Image& ImageField::settled(ImageScratch& scratch) {
  if (std::exchange(moved_, false)) warp_now(map_, std::span(clips_).first(clip_count_), scratch);
  const Image* source = std::exchange(source_, nullptr);
  if (std::exchange(toned_, false)) {
    kernels::apply_tone(source != nullptr ? *source : *image_, *image_, tone_);
  } else if (source != nullptr) {
    image_->pixels = source->pixels;
  }
  return *image_;
}

void ImageField::start_mix(Scratch& scratch) {
  const Image& image = settled(scratch.image);
  scratch.image.mixing.original = image;
  scratch.image.mixing.sum.assign(image.pixels.size(), kWholeShare / 2);
}

void ImageField::start_chain(Scratch& scratch) { *image_ = scratch.image.mixing.original; }

void ImageField::add_chain(std::uint32_t share, Scratch& scratch) {
  kernels::add_share(settled(scratch.image).pixels, share, scratch.image.mixing.sum);
}

void ImageField::finish_mix(std::uint32_t left, Scratch& scratch) {
  kernels::finish_mixture(scratch.image.mixing.sum, scratch.image.mixing.original.pixels, left,
                          image_->pixels);
}

}  // namespace variegate
