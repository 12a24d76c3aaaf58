// The memory of operations, a struct a kind of field.
#pragma once

#include <string>
#include <vector>

#include "variegate/core/audio.h"
#include "variegate/ops/image_scratch.h"

namespace variegate {

struct AudioScratch {
  std::vector<float> samples;

  // The pipeline's, which mixes sounds: operations leave it alone.
  struct {
    Audio original;
    std::vector<float> sum;
  } mixing;
};

struct TextScratch {
  std::string utf8;
};

// Memory reused from sample to sample, one a thread.
struct Scratch {
  ImageScratch image;
  AudioScratch audio;
  TextScratch text;
};

}  // namespace variegate
