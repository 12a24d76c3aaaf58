// Point operations: a table says what becomes of each of the 256 values of a channel.
#pragma once

#include <array>
#include <cstdint>

#include "variegate/core/image.h"

namespace variegate {

using Table = std::array<std::uint8_t, 256>;

// The table of a rule from an int in 0..255 to one in 0..255.
template <typename Rule>
Table make_table(Rule rule) {
  Table table;
  for (int value = 0; value < 256; ++value) {
    table[static_cast<std::size_t>(value)] = static_cast<std::uint8_t>(rule(value));
  }
  return table;
}

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
