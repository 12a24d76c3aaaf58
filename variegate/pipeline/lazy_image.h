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
  // The picture as it is. It must outlive this.
  void begin(Image& image, bool fuse);

  // What has been put off not done yet: operations keep the shape, which is what may be asked of it.
  const Image& picture() const { return *image_; }

  // Does the call, or puts it off. `map` is what op.map gave, nullptr when the operation has none.
  void call(const Op& op, const GeometricMap* map, const OpArguments& arguments);

  // Does what has been put off.
  Image& settled(Scratch& scratch);

 private:
  void tone(const Op& op, std::span<const double> values);
  void move(const GeometricMap& map, Scratch& scratch);
  bool joins(const GeometricMap& map) const;

  Image* image_ = nullptr;
  bool fuse_ = true;
  bool moved_ = false;
  GeometricMap map_;
  std::array<Clip, kMostClips> clips_;
  std::size_t clip_count_ = 0;
  bool toned_ = false;
  bool alike_ = true;  // the channels have one table, the first
  Tables tables_;
};

}  // namespace variegate
