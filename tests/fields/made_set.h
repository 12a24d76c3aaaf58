// A made data set of two fields, a sound and a few words, whose classes neither field tells alone, and a
// policy for it.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <utility>

#include "tests/fields/made_fields.h"
#include "variegate/core/random.h"
#include "variegate/data/sample_set.h"
#include "variegate/policy/policy_json.h"

namespace variegate::test {

inline constexpr std::size_t kMadeFrames = 64;
inline constexpr std::size_t kMadeTokens = 19;  // four words of four letters, and the blanks between them

// A tone in a little noise, of 3 periods, or 11 where it is high; it begins anywhere in its period.
inline Audio made_tone(bool high, Stream& random) {
  Audio audio{.rate = 100, .channels = 1, .samples = {}};
  const double phase = random.uniform(0.0, 1.0);
  for (std::size_t i = 0; i < kMadeFrames; ++i) {
    const double periods = (high ? 11.0 : 3.0) * static_cast<double>(i) / kMadeFrames + phase;
    audio.samples.push_back(
        static_cast<float>(0.5 * std::sin(2.0 * std::numbers::pi * periods) + random.uniform(-0.1, 0.1)));
  }
  return audio;
}

// Four words, one of which says whether something rises or falls.
inline Text made_words(bool rises, Stream& random) {
  static const std::string rising[] = {"rise", "grow", "gain"};
  static const std::string falling[] = {"fall", "drop", "sink"};
  static const std::string others[] = {"with", "them", "this", "over", "near", "much"};
  const std::size_t telling = random.below(4);
  Text text;
  for (std::size_t i = 0; i < 4; ++i) {
    if (i > 0) text.utf8 += ' ';
    text.utf8 += i != telling ? others[random.below(6)] : (rises ? rising : falling)[random.below(3)];
  }
  return text;
}

// Fields "sound" and "words". Class 2 * high + rises: who hears the sound alone, or reads the words alone, is
// right half of the time.
inline SampleSet sounds_and_words(std::size_t count, std::uint64_t seed) {
  SampleSet set{.fields = {{"sound", AudioShape{.rate = 100, .channels = 1, .frames = kMadeFrames}},
                           {"words", TextShape{.tokens = kMadeTokens}}},
                .samples = {},
                .class_names = {"low, falls", "low, rises", "high, falls", "high, rises"}};
  for (std::size_t i = 0; i < count; ++i) {
    Stream random({.seed = seed, .epoch = 0, .sample = i, .place = hash_text("sounds and words")});
    const bool high = i % 4 >= 2, rises = i % 2 == 1;
    Sample sample{.index = i, .label = (high ? 2 : 0) + (rises ? 1 : 0), .fields = {}};
    sample.fields.push_back({"sound", made_tone(high, random)});
    sample.fields.push_back({"words", made_words(rises, random)});
    set.samples.push_back(std::move(sample));
  }
  return set;
}

// It keeps the class: gain and invert on sounds, swap_words on words. While OwnOps of the three live.
inline Policy sounds_and_words_policy() {
  return parse_policy(
      R"({"format": "variegate-policy", "version": 1, "fields": {"sound": "audio", "words": "text"},)"
      R"( "policy": {"sequence": [{"call": "gain", "with": {"decibels": {"uniform": [0, 6], "mirror": true}},)"
      R"( "field": "sound"}, {"call": "invert", "probability": 0.5, "field": "sound"},)"
      R"( {"call": "swap_words", "probability": 0.8, "field": "words"}]}})",
      "made");
}

}  // namespace variegate::test
