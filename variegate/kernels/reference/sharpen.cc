#include "variegate/kernels/sharpen.h"

#include <algorithm>

#include "variegate/kernels/tone.h"

namespace variegate::reference {

void sharpen(ConstImageView from, ImageView to, float factor) {
  for (int y = 0; y < from.height; ++y) std::copy_n(from.row(y), from.row_bytes(), to.row(y));
  for (int y = 1; y + 1 < from.height; ++y) {
    for (int x = 1; x + 1 < from.width; ++x) {
      for (int c = 0; c < from.colour_channels(); ++c) {
        const int value = from.at(x, y)[c];
        int sum = 4 * value;
        for (int down = -1; down <= 1; ++down) {
          for (int right = -1; right <= 1; ++right) sum += from.at(x + right, y + down)[c];
        }
        // No sum lies half way, 13 being odd.
        to.at(x, y)[c] = blend((2 * sum + 13) / 26, value, factor);
      }
    }
  }
}

}  // namespace variegate::reference
