// What an operation does to a sound.
#pragma once

#include <variant>

#include "variegate/ops/form.h"

namespace variegate {

struct Audio;
struct AudioScratch;

using AudioArguments = Arguments<AudioScratch>;

// The sound has a rate, channels and at least one frame; it may become longer or shorter, but not empty, and
// keeps its rate and channels.
struct AudioPass {
  void (*apply)(Audio& audio, const AudioArguments& arguments) = nullptr;
};

using AudioOp = std::variant<Unchanged, AudioPass>;

}  // namespace variegate
