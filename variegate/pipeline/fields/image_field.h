// A picture on its way through a policy, whose calls are put off: runs of point operations become one table,
// runs of affine maps one warp.
#pragma once

#include <array>
#include <cstdint>

#include "variegate/kernels/table.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/ops/scratch.h"
#include "variegate/pipeline/fields/field_call.h"
#include "variegate/policy/property.h"

namespace variegate {

// What has been put off is one warp and, after it, one table.
//
// Joined tables give the bytes of the calls one by one. Joined maps are interpolated once instead of once a
// call, so that less is blurred; what each call on its own would not have shown, because it had left the
// picture before, is not shown either, but that call's fill. Maps of whole pixels (flips, crops) joined with
// each other give the bytes of the calls one by one.
class ImageField {
 public:
  using Value = Image;

  // Written out, because one that is defaulted would fill a kilobyte of tables with zeros for every sample.
  ImageField() {}  // NOLINT(modernize-use-equals-default)

  // Error unless it has pixels, 1, 3 or 4 channels, and as many bytes.
  static void check(const Image& image);

  // `image` becomes what the calls make of `source`, which may be the same picture; what it holds and its
  // shape do not matter. Both must outlive this.
  void begin(const Image& source, Image& image, bool fuse);

  // Does the call, or puts it off. The pixels are anything before settle().
  void call(const FieldCall& call, Scratch& scratch);

  // Does what has been put off.
  void settle(Scratch& scratch) { settled(scratch.image); }

  // A property of pictures.
  double property(Property property) const;

  // A mix of chains of calls: start_mix(); for every chain start_chain(), its calls and add_chain();
  // finish_mix(). Shares are in units of 1 / kWholeShare (kernels/mixture.h); `left` is that of the picture
  // before the mix.
  void start_mix(Scratch& scratch);
  void start_chain(Scratch& scratch);
  void add_chain(std::uint32_t share, Scratch& scratch);
  void finish_mix(std::uint32_t left, Scratch& scratch);

 private:
  struct Caller;

  void tone(const Tone& next);
  Image& settled(ImageScratch& scratch);
  // The picture as it is now, for looking at: what has not been changed yet is read where it is.
  const Image& seen(ImageScratch& scratch);
  void move(const GeometricMap& map, ImageScratch& scratch);
  bool joins(const GeometricMap& map) const;
  void warp_now(const GeometricMap& map, std::span<const Clip> clips, ImageScratch& scratch);

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
