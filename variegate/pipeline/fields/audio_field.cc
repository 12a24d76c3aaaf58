#include "variegate/pipeline/fields/audio_field.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/kernels/mixture.h"
#include "variegate/ops/description.h"

namespace variegate {
namespace {

void add(const Audio& audio, float share, std::vector<float>& sum) {
  const std::size_t count = std::min(audio.samples.size(), sum.size());
  for (std::size_t i = 0; i < count; ++i) sum[i] += share * audio.samples[i];
}

float share_of(std::uint32_t share) { return static_cast<float>(share) / static_cast<float>(kWholeShare); }

}  // namespace

void AudioField::check(const Audio& audio) {
  const bool sound = audio.rate > 0 && audio.channels > 0 && audio.frames() > 0 &&
                     audio.samples.size() % static_cast<std::size_t>(audio.channels) == 0;
  if (sound) return;
  throw Error({.where = "",
               .what = "not a sound",
               .got = fmt::format("{} samples, {} channels, {} frames a second", audio.samples.size(),
                                  audio.channels, audio.rate),
               .expected = "a rate and channels above 0, and whole frames, one at least",
               .mend = ""});
}

void AudioField::begin(const Audio& source, Audio& audio, bool) {
  audio_ = &audio;
  if (&source != &audio) audio = source;
}

void AudioField::call(const FieldCall& call, Scratch& scratch) {
  const auto* pass = std::get_if<AudioPass>(&std::get<AudioOp>(call.op.does));
  if (pass != nullptr) pass->apply(*audio_, {call.values, call.random, scratch.audio});
}

double AudioField::property(Property property) const {
  if (property == Property::rate) return audio_->rate;
  if (property == Property::seconds) return audio_->seconds();
  return audio_->channels;
}

void AudioField::start_mix(Scratch& scratch) {
  scratch.audio.mixing.original = *audio_;
  scratch.audio.mixing.sum.assign(audio_->samples.size(), 0.0F);
}

void AudioField::start_chain(Scratch& scratch) { *audio_ = scratch.audio.mixing.original; }

void AudioField::add_chain(std::uint32_t share, Scratch& scratch) {
  add(*audio_, share_of(share), scratch.audio.mixing.sum);
}

void AudioField::finish_mix(std::uint32_t left, Scratch& scratch) {
  add(scratch.audio.mixing.original, share_of(left), scratch.audio.mixing.sum);
  audio_->samples = scratch.audio.mixing.sum;
}

}  // namespace variegate
