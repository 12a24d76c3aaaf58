#include "variegate/data/pool_dataset.h"

#include <algorithm>

namespace variegate {

Sample PoolDataset::load(std::size_t i) const {
  const ConstImageView view = set_.view(i);
  Image image(view.width, view.height, view.channels);
  for (int y = 0; y < view.height; ++y) std::copy_n(view.row(y), image.stride(), image.row(y));
  return image_sample(std::move(image), label(i), i);
}

}  // namespace variegate
