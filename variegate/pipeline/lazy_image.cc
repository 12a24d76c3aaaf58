#include "variegate/pipeline/lazy_image.h"

#include <utility>

namespace variegate {
namespace {

void join(Table& table, const Table& next) {
  for (std::uint8_t& value : table) value = next[value];
}

}  // namespace

void LazyImage::begin(const Image& source, Image& image, bool fuse) {
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

void LazyImage::call(const Op& op, const GeometricMap* map, const OpArguments& arguments) {
  if (map != nullptr) {
    move(*map, arguments.scratch);
  } else if (op.table != nullptr) {
    tone(op.tone_of(arguments.values, image_->channels));
  } else if (op.tone != nullptr) {
    Tone made;
    if (op.tone(seen(arguments.scratch), arguments.values, made)) tone(made);
  } else if (op.apply != nullptr) {
    op.apply(settled(arguments.scratch), arguments);
  }
  if (!fuse_) settled(arguments.scratch);
}

const Image& LazyImage::seen(Scratch& scratch) {
  if (moved_ || toned_) settled(scratch);
  return source_ != nullptr ? *source_ : *image_;
}

void LazyImage::tone(const Tone& next) {
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
bool LazyImage::joins(const GeometricMap& map) const {
  return clip_count_ + 1 < kMostClips && (map_.sampling.border == Border::constant || map_.covers) &&
         (map.sampling.border == Border::constant || map.covers) &&
         (map.sampling.interpolation == map_.sampling.interpolation || moves_whole_pixels(map.affine) ||
          moves_whole_pixels(map_.affine));
}

void LazyImage::move(const GeometricMap& map, Scratch& scratch) {
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

void LazyImage::warp_now(const GeometricMap& map, std::span<const Clip> clips, Scratch& scratch) {
  const Image* source = std::exchange(source_, nullptr);
  source != nullptr ? warp(*source, *image_, map, clips, scratch) : warp(*image_, map, clips, scratch);
}

Image& LazyImage::settled(Scratch& scratch) {
  if (std::exchange(moved_, false)) warp_now(map_, std::span(clips_).first(clip_count_), scratch);
  const Image* source = std::exchange(source_, nullptr);
  if (std::exchange(toned_, false)) {
    kernels::apply_tone(source != nullptr ? *source : *image_, *image_, tone_);
  } else if (source != nullptr) {
    image_->pixels = source->pixels;
  }
  return *image_;
}

}  // namespace variegate
