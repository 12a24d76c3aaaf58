// Finding the same picture again: one file under two paths (another spelling, a symbolic or a hard link), or
// equal bytes in two places. A picture that both trains and validates (or tests) makes the figure a lie.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "variegate/data/dataset.h"

namespace variegate {

// A number for every sample of every data set; equal numbers: the same picture. The number is the place of
// the picture's first sample, counted through all sets. Bytes are read only of samples of equal size, and all
// of them only where 4 KiB from the middle are equal, too. What cannot be read is like nothing else: its own
// error comes when it is loaded.
std::vector<std::vector<std::size_t>> picture_numbers(const std::vector<const Dataset*>& sets);

// One side of a split.
struct Side {
  const Dataset* images = nullptr;
  std::string where;  // the path of the data
  std::string does;   // "trains", "validates", "tests"
};

// Whether a picture of the last side is on one before it. Error that names the first such pair and how many
// there are; when it is allowed, a sentence of warning for each side before instead.
std::vector<std::string> check_apart(const std::vector<Side>& sides, bool allowed);

// What to say of the pictures that are there more than once, by their numbers (picture_numbers of this set
// alone): none or one sentence.
std::vector<std::string> copies_notice(const Dataset& images, const std::string& where,
                                       const std::vector<std::size_t>& numbers);

}  // namespace variegate
