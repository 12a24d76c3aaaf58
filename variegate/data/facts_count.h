// What decoding changed in many pictures, to be said once.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "variegate/data/decode/picture_facts.h"

namespace variegate {

struct FactsCount {
  std::size_t turned = 0;  // pictures turned upright
  std::size_t deep = 0;    // of 16 bits
  std::size_t dark = 0;    // of 16 bits that use less than an eighth of their range, as 12-bit values do
  std::string first_deep = {};
  int values = 0;  // of first_deep, as PictureFacts has them
  int values_left = 0;
  std::string first_dark = {};
  int greatest_of_first_dark = 0;

  void add(const PictureFacts& facts, const std::string& name);
  void add(const FactsCount& later);

  bool operator==(const FactsCount&) const = default;
};

// What to tell the user, a sentence each; nothing when decoding changed nothing.
std::vector<std::string> sentences(const FactsCount& count);

}  // namespace variegate
