// Every kernel gives the bytes of its plain loop, on every instruction set of this processor: pictures
// of 1..70 pixels a side, of 1, 3 and 4 channels, with and without gaps between rows, with any parameters.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "variegate/kernels/blur.h"
#include "variegate/kernels/extremes.h"
#include "variegate/kernels/histogram.h"
#include "variegate/kernels/hue.h"
#include "variegate/kernels/instruction_set.h"
#include "variegate/kernels/join_planes.h"
#include "variegate/kernels/luma.h"
#include "variegate/kernels/mixture.h"
#include "variegate/kernels/noise.h"
#include "variegate/kernels/normalise.h"
#include "variegate/kernels/saturation.h"
#include "variegate/kernels/sharpen.h"
#include "variegate/kernels/table.h"
#include "variegate/kernels/warp.h"

namespace {

using namespace variegate;

void require(bool holds) {
  if (!holds) std::abort();
}

// The bytes of the input one after another, zeros when there are no more.
struct Input {
  const std::uint8_t* data;
  std::size_t left;

  std::uint8_t byte() {
    if (left == 0) return 0;
    --left;
    return *data++;
  }
  int below(int count) { return byte() % count; }
  // Within -1 .. 1, in steps that meet whole and half numbers when scaled by powers of two.
  double share() { return (byte() * 256 + byte() - 32768) / 32768.0; }
};

struct Picture {
  std::vector<std::uint8_t> bytes;
  ImageView view;

  Picture(int width, int height, int channels, std::size_t gap) {
    const std::size_t stride = static_cast<std::size_t>(width * channels) + gap;
    bytes.resize(stride * static_cast<std::size_t>(height), 0xA5);
    view = {bytes.data(), width, height, channels, stride};
  }
  Picture(const Picture& other) : bytes(other.bytes), view(other.view) { view.pixels = bytes.data(); }
  Picture& operator=(const Picture&) = delete;
};

Picture picture_from(Input& input) {
  constexpr int kChannels[] = {1, 3, 4};
  Picture picture(1 + input.below(70), 1 + input.below(70), kChannels[input.below(3)],
                  static_cast<std::size_t>(input.below(9)));
  // A few bytes of the input, repeated with a drift, make a picture that is neither flat nor noise.
  std::uint8_t pattern[16];
  for (std::uint8_t& byte : pattern) byte = input.byte();
  const int step = input.byte();
  for (std::size_t i = 0; i < picture.bytes.size(); ++i) {
    picture.bytes[i] = static_cast<std::uint8_t>(pattern[i % 16] + static_cast<int>(i) * step);
  }
  return picture;
}

// What `kernel` and `reference` write over the same background is the same, gaps included.
template <typename Kernel, typename Reference>
void same(const Picture& background, Kernel kernel, Reference reference) {
  Picture ours = background;
  Picture theirs = background;
  kernel(ours.view);
  reference(theirs.view);
  require(ours.bytes == theirs.bytes);
}

AffineWarp warp_from(Input& input, const Picture& picture, std::vector<Clip>& clips) {
  const auto map = [&] {
    const double reach = input.below(2) == 0 ? 1.0 : 4.0;
    InverseAffine affine{.xx = reach * input.share(),
                         .xy = reach * input.share(),
                         .x0 = 80 * input.share(),
                         .yx = reach * input.share(),
                         .yy = reach * input.share(),
                         .y0 = 80 * input.share()};
    switch (input.below(4)) {
      case 0:  // whole pixels
        affine = {.xx = input.below(2) == 0 ? 1.0 : -1.0,
                  .x0 = static_cast<double>(input.below(140) - 70),
                  .yy = input.below(2) == 0 ? 1.0 : -1.0,
                  .y0 = static_cast<double>(input.below(140) - 70)};
        break;
      case 1:  // level rows
        affine.yx = 0;
        affine.xy = 0;
        break;
      case 2:  // shifted rows
        affine.xx = 1;
        affine.yx = 0;
        break;
      default:
        break;
    }
    return affine;
  };
  AffineWarp warp{.map = map()};
  warp.sampling = {.fill = input.byte(),
                   .interpolation = input.below(2) == 0 ? Interpolation::nearest : Interpolation::bilinear,
                   .border = static_cast<Border>(input.below(3))};
  for (int i = input.below(3); i > 0; --i) {
    clips.push_back({map(), picture.view.width, picture.view.height, input.byte()});
  }
  warp.clips = clips;
  return warp;
}

void check_on_this_set(Input input) {
  const Picture picture = picture_from(input);
  const ConstImageView from = picture.view;
  const bool coloured = from.channels != 1;
  switch (input.below(11)) {
    case 0: {
      Tables tables;
      for (Table& table : tables) std::generate(table.begin(), table.end(), [&] { return input.byte(); });
      same(
          picture, [&](ImageView to) { kernels::apply_table(from, to, tables[0]); },
          [&](ImageView to) { reference::apply_table(from, to, tables[0]); });
      same(
          picture, [&](ImageView to) { kernels::apply_tables(from, to, tables); },
          [&](ImageView to) { reference::apply_tables(from, to, tables); });
      break;
    }
    case 1: {
      std::vector<Clip> clips;
      const AffineWarp warp = warp_from(input, picture, clips);
      const Picture out(1 + input.below(70), 1 + input.below(70), from.channels,
                        static_cast<std::size_t>(input.below(9)));
      same(
          out, [&](ImageView to) { kernels::warp(from, to, warp); },
          [&](ImageView to) { reference::warp(from, to, warp); });
      break;
    }
    case 2: {
      TensorFormat format{static_cast<TensorFormat::Element>(input.below(3)),
                          input.below(2) == 0 ? PixelLayout::planes : PixelLayout::interleaved};
      for (std::size_t c = 0; c < 4; ++c) {
        format.scale[c] = static_cast<float>(input.share());
        format.offset[c] = static_cast<float>(input.share());
      }
      std::vector<std::uint8_t> ours(from.row_bytes() * static_cast<std::size_t>(from.height) * 4 + 8, 1);
      std::vector<std::uint8_t> theirs = ours;
      kernels::normalise(from, format, ours.data());
      reference::normalise(from, format, theirs.data());
      require(ours == theirs);
      break;
    }
    case 3:
      require(kernels::histograms(from) == reference::histograms(from));
      require(kernels::extremes(from) == reference::extremes(from));
      require(kernels::sum_of_luma(from) == reference::sum_of_luma(from));
      if (from.height >= 3) {
        const ColourPlanes planes = {from.row(0), from.row(1), from.row(2)};
        std::vector<std::uint8_t> ours(3 * from.row_bytes() + 8, 1);
        std::vector<std::uint8_t> theirs = ours;
        kernels::join_planes(planes, from.row_bytes(), ours.data());
        reference::join_planes(planes, from.row_bytes(), theirs.data());
        require(ours == theirs);
      }
      break;
    case 4: {
      const auto factor = static_cast<float>(5 + 5 * input.share());
      same(
          picture, [&](ImageView to) { kernels::sharpen(from, to, factor); },
          [&](ImageView to) { reference::sharpen(from, to, factor); });
      break;
    }
    case 5: {
      const auto factor = static_cast<float>(5 + 5 * input.share());
      if (!coloured) break;
      same(
          picture, [&](ImageView to) { kernels::saturate(from, to, factor); },
          [&](ImageView to) { reference::saturate(from, to, factor); });
      break;
    }
    case 6: {
      const int turn = static_cast<int>(kHueCircle * input.share());
      if (!coloured) break;
      same(
          picture, [&](ImageView to) { kernels::turn_hues(from, to, turn); },
          [&](ImageView to) { reference::turn_hues(from, to, turn); });
      break;
    }
    case 7:
      if (!coloured) break;
      same(
          picture, [&](ImageView to) { kernels::take_colour_away(from, to); },
          [&](ImageView to) { reference::take_colour_away(from, to); });
      break;
    case 8: {
      // A byte of weight after another, as far as the whole goes; what is left is the middle's.
      int left = 1 << kBlurWeightBits;
      std::vector<std::int16_t> weights(2 + static_cast<std::size_t>(input.below(kMostBlurWeights - 1)));
      for (std::size_t k = 1; k < weights.size(); ++k) {
        const int weight = std::min(1 + 64 * input.byte(), (left - 1) / 2);
        weights[k] = static_cast<std::int16_t>(weight);
        left -= 2 * weight;
      }
      weights[0] = static_cast<std::int16_t>(left);
      std::vector<std::uint16_t> rows(static_cast<std::size_t>(input.below(9)));
      same(
          picture, [&](ImageView to) { kernels::blur(to, weights, rows); },
          [&](ImageView to) { reference::blur(to, weights, rows); });
      break;
    }
    case 9: {
      const PhiloxKey key{static_cast<std::uint32_t>(input.byte()), static_cast<std::uint32_t>(input.byte())};
      const int sigma = (input.byte() << kNoiseSigmaBits) - input.below(1 << kNoiseSigmaBits);
      same(
          picture, [&](ImageView to) { kernels::add_noise(to, key, std::max(sigma, 0)); },
          [&](ImageView to) { reference::add_noise(to, key, std::max(sigma, 0)); });
      break;
    }
    default: {
      const auto share = static_cast<std::uint32_t>(input.byte() * 256 + input.byte());
      std::vector<std::uint32_t> ours(picture.bytes.size(), kWholeShare / 2);
      std::vector<std::uint32_t> theirs = ours;
      kernels::add_share(picture.bytes, share, ours);
      reference::add_share(picture.bytes, share, theirs);
      require(ours == theirs);
      Picture mixed = picture;
      kernels::finish_mixture(ours, picture.bytes, kWholeShare - share, mixed.bytes);
      require(mixed.bytes == picture.bytes);
      break;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const std::string& name : kernels::instruction_sets()) {
    kernels::use_instruction_set(name);
    check_on_this_set({data, size});
  }
  return 0;
}
