#include "variegate/data/facts_count.h"

#include <fmt/format.h>

namespace variegate {
namespace {

constexpr int kValues = 65536;
constexpr int kDark = kValues / 8;

std::string pictures(std::size_t count, const char* one, const char* more) {
  return count == 1 ? fmt::format("1 picture {}", one) : fmt::format("{} pictures {}", count, more);
}

}  // namespace

void FactsCount::add(const PictureFacts& facts, const std::string& name) {
  if (facts.orientation != 1) ++turned;
  if (facts.bits <= 8) return;
  if (deep++ == 0) {
    first_deep = name;
    values = facts.values;
    values_left = facts.values_left;
  }
  if (facts.greatest >= kDark || facts.greatest == 0) return;
  if (dark++ > 0) return;
  first_dark = name;
  greatest_of_first_dark = facts.greatest;
}

void FactsCount::add(const FactsCount& later) {
  turned += later.turned;
  if (deep == 0) {
    first_deep = later.first_deep;
    values = later.values;
    values_left = later.values_left;
  }
  if (dark == 0) {
    first_dark = later.first_dark;
    greatest_of_first_dark = later.greatest_of_first_dark;
  }
  deep += later.deep;
  dark += later.dark;
}

std::vector<std::string> sentences(const FactsCount& count) {
  std::vector<std::string> said;
  if (count.turned > 0)
    said.push_back(pictures(count.turned, "was", "were") +
                   " turned upright by the EXIF orientation in the file" + (count.turned == 1 ? "" : "s") +
                   " (--orientation ignore leaves pixels as they are stored)");
  if (count.deep > 0) {
    said.push_back(fmt::format("{} 16 bits a channel, of which 8 are kept: {} values became {} in {}",
                               pictures(count.deep, "has", "have"), count.values, count.values_left,
                               count.first_deep));
  }
  if (count.dark > 0) {
    said.push_back(fmt::format(
        "warning: {} less than an eighth of the range of 16 bits and so nearly black: the largest value of "
        "{} is "
        "{} of 65535 (1/{} of the range, as of 12-bit data); stretch the values to the whole range first",
        pictures(count.dark, "uses", "use"), count.first_dark, count.greatest_of_first_dark,
        kValues / (count.greatest_of_first_dark + 1)));
  }
  return said;
}

}  // namespace variegate
