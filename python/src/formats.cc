#include "python/src/formats.h"

#include <algorithm>
#include <array>

namespace variegate::python {

TensorFormat format_of(const std::string& element, bool planes, const std::vector<double>& moments) {
  TensorFormat format;
  if (element == "bfloat16") format.element = TensorFormat::Element::bfloat16;
  if (element == "uint8") format.element = TensorFormat::Element::uint8;
  format.layout = planes ? PixelLayout::planes : PixelLayout::interleaved;
  if (moments.empty()) return format;
  std::array<double, 4> mean{}, deviation{1, 1, 1, 1};
  const std::size_t channels = moments.size() / 2;
  std::copy_n(moments.begin(), channels, mean.begin());
  std::copy_n(moments.begin() + static_cast<std::ptrdiff_t>(channels), channels, deviation.begin());
  return with_moments(format, mean, deviation);
}

}  // namespace variegate::python
