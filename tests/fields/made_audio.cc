// Two operations on sounds.
#include <cmath>

#include "tests/fields/made_fields.h"
#include "variegate/core/audio.h"

namespace variegate::test {
namespace {

void amplify(Audio& audio, const AudioArguments& arguments) {
  const auto factor = static_cast<float>(std::pow(10.0, arguments.values[0] / 20.0));
  for (float& sample : audio.samples) sample *= factor;
}

void turn_over(Audio& audio, const AudioArguments&) {
  for (float& sample : audio.samples) sample = -sample;
}

}  // namespace

const Op& gain() {
  static const Op op{
      .name = "gain",
      .summary = "make the sound louder or softer",
      .source = "a test",
      .parameters = {{.name = "decibels",
                      .unit = "dB",
                      .summary = "20 for ten times the amplitude",
                      .low = -60,
                      .high = 60,
                      .fallback = 0,
                      .neutral = 0}},
      .magnitude = {.searchable = true, .weakest = 0, .strongest = 6, .mirrored = true, .source = "a test"},
      .does = AudioPass{amplify}};
  return op;
}

const Op& invert() {
  static const Op op{.name = "invert",
                     .summary = "change the sign of every sample",
                     .source = "a test",
                     .does = AudioPass{turn_over}};
  return op;
}

}  // namespace variegate::test
