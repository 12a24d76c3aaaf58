#include "variegate/kernels/table.h"

namespace variegate::reference {

void apply_table(ConstImageView from, ImageView to, const Table& table) {
  apply_tables(from, to, {table, table, table});
}

void apply_tables(ConstImageView from, ImageView to, const Tables& tables) {
  for (int y = 0; y < from.height; ++y) {
    for (int x = 0; x < from.width; ++x) {
      for (int c = 0; c < from.channels; ++c) {
        const std::uint8_t value = from.at(x, y)[c];
        to.at(x, y)[c] = c == 3 ? value : tables[static_cast<std::size_t>(c)][value];
      }
    }
  }
}

}  // namespace variegate::reference
