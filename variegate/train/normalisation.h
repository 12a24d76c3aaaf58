// Pixel values as child models take them: zero mean and unit variance per channel of the training data.
#pragma once

#include <cstddef>

#include "variegate/core/image.h"
#include "variegate/data/splits.h"
#include "variegate/kernels/normalise.h"

namespace variegate {

class Normalisation {
 public:
  // Mean and standard deviation of each channel over all pixels of the set. A channel that never varies is
  // only centred. Error when the set is empty.
  explicit Normalisation(const PictureSet& set);

  // Floats that one picture becomes: width x height x channels.
  std::size_t size() const {
    return static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) *
           static_cast<std::size_t>(channels_);
  }

  // What writes a picture as floats, in its own order (rows, columns, channels).
  const TensorFormat& format() const { return format_; }

  // Writes the picture so. Error when its shape is not
  // that of the set, which a policy that changes the size of pictures would cause.
  void apply(const Image& image, float* out) const;

 private:
  int width_;
  int height_;
  int channels_;
  TensorFormat format_{.layout = PixelLayout::interleaved};
};

}  // namespace variegate
