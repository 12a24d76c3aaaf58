// Contrast-limited adaptive histogram equalisation.
#include <algorithm>
#include <cmath>

#include "variegate/core/image.h"
#include "variegate/kernels/tone.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image/parts/padding.h"
#include "variegate/ops/image_scratch.h"

namespace variegate::image_ops {
namespace {

constexpr int kMostTiles = 16;
constexpr int kValues = 256;

// The plane that is equalised: grey as it is, luma of colours.
void take_luma(const Image& image, Image& plane) {
  plane.width = image.width;
  plane.height = image.height;
  plane.channels = 1;
  plane.pixels.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  const auto step = static_cast<std::size_t>(image.channels);
  for (std::size_t i = 0; i < plane.pixels.size(); ++i) {
    const std::uint8_t* pixel = &image.pixels[i * step];
    plane.pixels[i] = image.channels == 1 ? *pixel : static_cast<std::uint8_t>(luma(pixel));
  }
}

// The plane in tiles x tiles parts of one size; where they hang over the right and lower edge, they see the
// plane reflected.
struct Tiling {
  int tiles = 1;
  int width = 0;
  int height = 0;

  Tiling(const Image& plane, int count)
      : tiles(count), width(plane.width / count), height(plane.height / count) {
    // When one side does not divide, both are made longer, even if the other would divide: OpenCV does so.
    if (plane.width % count == 0 && plane.height % count == 0) return;
    ++width;
    ++height;
  }
};

void count_values(const Image& plane, const Tiling& tiling, int column, int row, int (&counts)[kValues]) {
  std::fill(std::begin(counts), std::end(counts), 0);
  for (int y = row * tiling.height; y < (row + 1) * tiling.height; ++y) {
    const std::uint8_t* from = plane.row(position_inside(y, plane.height, Padding::reflect_101));
    for (int x = column * tiling.width; x < (column + 1) * tiling.width; ++x) {
      ++counts[from[x < plane.width ? x : position_inside(x, plane.width, Padding::reflect_101)]];
    }
  }
}

// What stands above the limit is spread over all values, the rest of the division over evenly spaced ones.
void clip(int (&counts)[kValues], int limit) {
  int clipped = 0;
  for (int& count : counts) {
    clipped += std::max(count - limit, 0);
    count = std::min(count, limit);
  }
  for (int& count : counts) count += clipped / kValues;
  const int rest = clipped % kValues;
  const int spacing = rest == 0 ? kValues : std::max(kValues / rest, 1);
  for (int value = 0, given = 0; value < kValues && given < rest; value += spacing, ++given) ++counts[value];
}

// The equalising table of every tile, row by row, in `tables`.
void make_tables(const Image& plane, const Tiling& tiling, double clip_limit,
                 std::vector<std::uint16_t>& tables) {
  const auto tiles = static_cast<std::size_t>(tiling.tiles);
  tables.resize(tiles * tiles * kValues);
  const int area = tiling.width * tiling.height;
  const int limit = std::max(static_cast<int>(clip_limit * area / kValues), 1);
  const float scale = 255.0F / static_cast<float>(area);
  int counts[kValues];
  std::uint16_t* table = tables.data();
  for (int row = 0; row < tiling.tiles; ++row) {
    for (int column = 0; column < tiling.tiles; ++column) {
      count_values(plane, tiling, column, row, counts);
      clip(counts, limit);
      int sum = 0;
      for (const int count : counts) {
        sum += count;
        *table++ =
            static_cast<std::uint16_t>(std::clamp(std::lrint(static_cast<float>(sum) * scale), 0L, 255L));
      }
    }
  }
}

// The two tiles between whose centres a position lies, and the share of the second.
struct Between {
  int first = 0;
  int second = 0;
  float share = 0.0F;
};

Between between(int position, int side, int tiles) {
  const float place = static_cast<float>(position) * (1.0F / static_cast<float>(side)) - 0.5F;
  const auto first = static_cast<int>(std::floor(place));
  return {std::max(first, 0), std::min(first + 1, tiles - 1), place - static_cast<float>(first)};
}

// The value, interpolated between the four tables around it.
class Equalised {
 public:
  Equalised(const Tiling& tiling, const std::vector<std::uint16_t>& tables, int y)
      : tiling_(tiling), rows_(between(y, tiling.height, tiling.tiles)), tables_(tables.data()) {}

  int operator()(int value, const Between& columns) const {
    const auto at = [&](int row, int column) {
      return static_cast<float>(tables_[(row * tiling_.tiles + column) * kValues + value]);
    };
    const auto across = [&](int row) {
      return at(row, columns.first) * (1.0F - columns.share) + at(row, columns.second) * columns.share;
    };
    const float mixed = across(rows_.first) * (1.0F - rows_.share) + across(rows_.second) * rows_.share;
    return static_cast<int>(std::lrint(mixed));
  }

 private:
  const Tiling& tiling_;
  Between rows_;
  const std::uint16_t* tables_;
};

void apply(Image& image, const ImageArguments& arguments) {
  if (arguments.values[0] == 1.0) return;
  Image& plane = arguments.scratch.image;
  take_luma(image, plane);
  const Tiling tiling(plane, static_cast<int>(std::lround(arguments.values[1])));
  std::vector<std::uint16_t>& tables = arguments.scratch.words;
  make_tables(plane, tiling, arguments.values[0], tables);
  const int colours = image.colour_channels();
  for (int y = 0; y < image.height; ++y) {
    const Equalised equalised(tiling, tables, y);
    const std::uint8_t* from = plane.row(y);
    for (int x = 0; x < image.width; ++x) {
      const int rise = equalised(from[x], between(x, tiling.width, tiling.tiles)) - from[x];
      std::uint8_t* pixel = image.at(x, y);
      for (int c = 0; c < colours; ++c)
        pixel[c] = static_cast<std::uint8_t>(std::clamp(pixel[c] + rise, 0, 255));
    }
  }
}

}  // namespace

const Op& clahe() {
  static const Op op{
      .name = "clahe",
      .summary = "equalise brightness part by part, its contrast limited; colours keep their differences",
      .source =
          "Zuiderveld 1994 (Graphics Gems IV); OpenCV's createCLAHE on grey, on luma where there is "
          "colour",
      .parameters = {{.name = "clip_limit",
                      .unit = "factor",
                      .summary = "most pixels of one value in a tile, over the mean of all values; 1 leaves "
                                 "the picture as it is",
                      .low = 1,
                      .high = 100,
                      .fallback = 4,
                      .neutral = 1},
                     {.name = "tiles",
                      .unit = "tiles",
                      .summary = "along each side",
                      .low = 1,
                      .high = kMostTiles,
                      .fallback = 8,
                      .neutral = 8,
                      .integer = true}},
      .magnitude = {.searchable = true,
                    .weakest = 1,
                    .strongest = 4,
                    .source = "Albumentations' CLAHE: clip limit 1 .. 4, 8 x 8 tiles"},
      .does = ImagePass{apply}};
  return op;
}

}  // namespace variegate::image_ops
