// Point operations: a table says what becomes of each of the 256 values of a channel.
#pragma once

#include <array>
#include <cstdint>

#include "variegate/core/image.h"

namespace variegate {

using Table = std::array<std::uint8_t, 256>;

// One a colour channel; of a grey picture only the first is used.
using Tables = std::array<Table, 3>;

// What a point operation does to the colours of one picture.
struct Tone {
  Tables tables;
  bool alike = true;  // all channels have the first table
};

// The table of a rule from an int in 0..255 to one in 0..255.
template <typename Rule>
Table make_table(Rule rule) {
  Table table;
  for (int value = 0; value < 256; ++value) {
    table[static_cast<std::size_t>(value)] = static_cast<std::uint8_t>(rule(value));
  }
  return table;
}

namespace kernels {

// to = table[from] for every colour channel; alpha is copied. Views of one shape; to may be from.
void apply_table(ConstImageView from, ImageView to, const Table& table);

// A table of its own for every colour channel.
void apply_tables(ConstImageView from, ImageView to, const Tables& tables);

inline void apply_tone(ConstImageView from, ImageView to, const Tone& tone) {
  tone.alike ? apply_table(from, to, tone.tables[0]) : apply_tables(from, to, tone.tables);
}

}  // namespace kernels
namespace reference {

void apply_table(ConstImageView from, ImageView to, const Table& table);
void apply_tables(ConstImageView from, ImageView to, const Tables& tables);

}  // namespace reference
}  // namespace variegate
