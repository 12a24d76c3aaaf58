// Pictures as runs of bytes, for kernels to which it is all the same where a row ends.
#pragma once

#include "variegate/core/image.h"

namespace variegate::kernels {

// body(from, to, count) for every row; once for the whole picture when its rows lie without gaps.
template <typename Body>
void for_each_run(ConstImageView from, ImageView to, Body body) {
  const std::size_t bytes = from.row_bytes();
  if (from.stride == bytes && to.stride == bytes) {
    return body(from.pixels, to.pixels, bytes * static_cast<std::size_t>(from.height));
  }
  for (int y = 0; y < from.height; ++y) body(from.row(y), to.row(y), bytes);
}

// The same for a picture that is only read: body(from, count).
template <typename Body>
void for_each_run(ConstImageView from, Body body) {
  const std::size_t bytes = from.row_bytes();
  if (from.stride == bytes) return body(from.pixels, bytes * static_cast<std::size_t>(from.height));
  for (int y = 0; y < from.height; ++y) body(from.row(y), bytes);
}

}  // namespace variegate::kernels
