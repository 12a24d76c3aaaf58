// Pixel values as child models take them: zero mean and unit variance per channel of the training data.
#pragma once

#include "variegate/data/picture_set.h"
#include "variegate/kernels/normalise.h"

namespace variegate {

// What writes a picture as float32 in its own order (rows, columns, channels), so that each channel has mean
// 0 and standard deviation 1 over all pixels of the set. A channel that never varies is only centred. Error
// when the set is empty.
TensorFormat normalisation(const PictureSet& set);

}  // namespace variegate
