// Independent normal noise from the counter-based generator: what a value gets depends on the key and its
// place alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "variegate/core/image.h"
#include "variegate/core/philox.h"

namespace variegate {

// Rounds of Philox, of which noise takes most of the time: without the margin of keyed streams.
inline constexpr int kNoiseRounds = 7;

// Fraction bits of a standard deviation.
inline constexpr int kNoiseSigmaBits = 7;

// The noise of variance 1 that 16 random bits stand for is the sum of two levels: one of the first 64 by the
// lower 6 bits, one of the last 64 by bits 8 to 13. All 4096 sums are equally likely; they reach 3.6 sd.
inline constexpr int kNoiseLevelBits = 13;  // fraction bits
inline constexpr std::size_t kNoiseLevels = 64;
const std::array<std::int16_t, 2 * kNoiseLevels>& noise_levels();

namespace kernels {

// Adds noise of standard deviation sigma / 2^kNoiseSigmaBits to every colour, rounds and cuts to bytes; alpha
// is left alone. sigma is in 0 .. 255 * 2^kNoiseSigmaBits. Value i, counting colours from the left and rows
// from the top, gets the 16 bits number i % 8 (the lower half of a word first) of Philox block i / 8 (the
// lower words of the counter).
void add_noise(ImageView image, PhiloxKey key, int sigma);

}  // namespace kernels
namespace reference {

void add_noise(ImageView image, PhiloxKey key, int sigma);

}  // namespace reference
}  // namespace variegate
