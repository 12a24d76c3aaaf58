#include "variegate/kernels/noise.h"

#include <algorithm>

namespace variegate::reference {
namespace {

int noise(std::uint32_t draw, int sigma) {
  const auto& levels = noise_levels();
  const int level = levels[draw % kNoiseLevels] + levels[kNoiseLevels + (draw >> 8) % kNoiseLevels];
  constexpr int kBits = kNoiseLevelBits + kNoiseSigmaBits;
  return (level * sigma + (1 << (kBits - 1))) >> kBits;
}

}  // namespace

void add_noise(ImageView image, PhiloxKey key, int sigma) {
  std::uint64_t place = 0;
  PhiloxCounter block{};
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      for (int c = 0; c < image.colour_channels(); ++c, ++place) {
        const std::uint64_t number = place / 8;
        if (place % 8 == 0) {
          block = philox4x32<kNoiseRounds>(
              {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32), 0, 0}, key);
        }
        const std::uint32_t draw = block[place % 8 / 2] >> (place % 2 * 16) & 0xFFFF;
        std::uint8_t& value = image.at(x, y)[c];
        value = static_cast<std::uint8_t>(std::clamp(value + noise(draw, sigma), 0, 255));
      }
    }
  }
}

}  // namespace variegate::reference
