// A sound on its way through a policy.
#pragma once

#include <cstdint>

#include "variegate/core/audio.h"
#include "variegate/ops/scratch.h"
#include "variegate/pipeline/fields/field_call.h"
#include "variegate/policy/property.h"

namespace variegate {

// Members as of ImageField; nothing is put off.
class AudioField {
 public:
  using Value = Audio;

  // Error unless it has a rate, channels and whole frames, one at least.
  static void check(const Audio& audio);

  void begin(const Audio& source, Audio& audio, bool fuse);
  void call(const FieldCall& call, Scratch& scratch);
  void settle(Scratch&) {}
  double property(Property property) const;

  // A chain that has made the sound longer is cut, one that has made it shorter is silent at its end.
  void start_mix(Scratch& scratch);
  void start_chain(Scratch& scratch);
  void add_chain(std::uint32_t share, Scratch& scratch);
  void finish_mix(std::uint32_t left, Scratch& scratch);

 private:
  Audio* audio_ = nullptr;
};

}  // namespace variegate
