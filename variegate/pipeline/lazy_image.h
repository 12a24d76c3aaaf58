// A picture whose calls are put off: runs of point operations become one table, runs of affine maps one warp.
#pragma once

#include <array>

#include "variegate/ops/op.h"

namespace variegate {

// What has been put off is one warp and, after it, one table.
//
// Joined tables give the bytes of the calls one by one. Joined maps are interpolated once instead of once a
// call, so that less is blurred; what each call on its own would not have shown, because it had left the
// picture before, is not shown either, but that call's fill. Maps of whole pixels (flips, crops) joined with
// each other give the bytes of the calls one by one.
class LazyImage {
 public:
  // `image` becomes what the calls make of `source`, which may be the same picture; what it holds and its
  // shape do not matter. Both must outlive this.
  void begin(const Image& source, Image& image, bool fuse);

  // For its shape, which operations keep. Its pixels are anything before settled().
  const Image& picture() const { return *image_; }

  // Does the call, or puts it off. `map` is what op.map gave, nullptr when the operation has none.
  void call(const Op& op, const GeometricMap* map, const OpArguments& arguments);

  // Does what has been put off.
  Image& settled(Scratch& scratch);

 private:
  void tone(const Tone& next);
  // The picture as it is now, for looking at: what has not been changed yet is read where it is.
  const Image& seen(Scratch& scratch);
  void move(const GeometricMap& map, Scratch& scratch);
  bool joins(const GeometricMap& map) const;
  void warp_now(const GeometricMap& map, std::span<const Clip> clips, Scratch& scratch);

  const Image* source_ = nullptr;  // where the pixels still are; nullptr: in image_
  Image* image_ = nullptr;
  bool fuse_ = true;
  bool moved_ = false;
  GeometricMap map_;
  std::array<Clip, kMostClips> clips_;
  std::size_t clip_count_ = 0;
  bool toned_ = false;
  Tone tone_;
};

}  // namespace variegate
