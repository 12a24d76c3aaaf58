// Point operations: a table says what becomes of each of the 256 values of a channel.
#pragma once

#include <array>
#include <cstdint>

#include "variegate/core/image.h"
#include "variegate/kernels/table.h"

namespace variegate {

// One table for every colour channel.
void apply_table(Image& image, const Table& table);

// How many times each value occurs in one channel.
using Histogram = std::array<int, 256>;
Histogram histogram(const Image& image, int channel);

// A table of its own for every colour channel, made from the channel's histogram.
template <typename Rule>
void apply_tables_by_histogram(Image& image, Rule table_of);

void apply_table_to_channel(Image& image, int channel, const Table& table);

template <typename Rule>
void apply_tables_by_histogram(Image& image, Rule table_of) {
  for (int channel = 0; channel < image.colour_channels(); ++channel) {
    apply_table_to_channel(image, channel, table_of(histogram(image, channel)));
  }
}

}  // namespace variegate
