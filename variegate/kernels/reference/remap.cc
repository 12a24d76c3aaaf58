#include "variegate/kernels/remap.h"

#include "variegate/kernels/reference/sample.h"

namespace variegate::reference {

void remap_row(ConstImageView in, const SourceRow& source, const Sampling& sampling, std::uint8_t* to) {
  for (std::size_t i = 0; i < source.x.size(); ++i, to += in.channels) {
    FixedPoint point{source.x[i], source.y[i]};
    const bool inside = within(point, in.width, in.height);
    if (!inside) {
      point = {kernels::folded(point.x, in.width, sampling.border),
               kernels::folded(point.y, in.height, sampling.border)};
    }
    for (int c = 0; c < in.channels; ++c) {
      const std::uint8_t fill = c == 3 ? 0 : sampling.fill;
      const bool shown = inside || sampling.border != Border::constant;
      to[c] = shown ? sample(in, point, sampling.interpolation, c) : fill;
    }
  }
}

}  // namespace variegate::reference
