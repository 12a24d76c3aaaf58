// Parts of four pictures, one in each corner.
#include <cmath>

#include "variegate/ops/mix_parts.h"

namespace variegate::sample_mixes {
namespace {

int draw_edge(int side, double margin, Stream& random) {
  return static_cast<int>(std::lround(side * random.uniform(margin, 1.0 - margin)));
}

int draw_start(int room, Stream& random) {
  return static_cast<int>(random.below(static_cast<std::uint64_t>(room) + 1));
}

void apply(const MixArguments& arguments) {
  const ImageView& out = arguments.out;
  Stream& random = arguments.random;
  const int across = draw_edge(out.width, arguments.values[0], random);
  const int down = draw_edge(out.height, arguments.values[0], random);
  const double area = static_cast<double>(out.width) * out.height;
  for (std::size_t i = 0; i < 4; ++i) {
    const bool right = i % 2 == 1;
    const bool below = i / 2 == 1;
    const int width = right ? out.width - across : across;
    const int height = below ? out.height - down : down;
    const Box part{.left = draw_start(out.width - width, random),
                   .top = draw_start(out.height - height, random),
                   .width = width,
                   .height = height};
    copy_box(arguments.parents[i], part, out, right ? across : 0, below ? down : 0);
    arguments.shares[i] = static_cast<float>(static_cast<double>(width) * height / area);
  }
}

}  // namespace

const SampleMix& mosaic() {
  static const SampleMix mix{
      .name = "mosaic",
      .summary = "parts of four pictures, cut at random and not scaled, labels by the areas shown",
      .source = "Bochkovskiy et al., YOLOv4 (2020), section 3.3",
      .parameters = {{.name = "margin",
                      .unit = "fraction of the side",
                      .summary = "nearest that the point where the four meet may come to an edge",
                      .low = 0,
                      .high = 0.5,
                      .fallback = 0.25,
                      .neutral = 0}},
      .magnitude = {.searchable = true,
                    .weakest = 0,
                    .strongest = 0.5,
                    .source = "ours: from a point anywhere to four equal quarters"},
      .parents = 4,
      .apply = apply};
  return mix;
}

}  // namespace variegate::sample_mixes
