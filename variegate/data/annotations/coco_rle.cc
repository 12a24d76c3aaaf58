#include "variegate/data/annotations/coco_rle.h"

#include <fmt/format.h>

#include "variegate/core/error.h"

namespace variegate {
namespace {

[[noreturn]] void fail(const std::string& where, const std::string& what, const std::string& got,
                       const std::string& expected) {
  throw Error({.where = where, .what = what, .got = got, .expected = expected, .mend = ""});
}

}  // namespace

void check_runs(const PixelRuns& runs, int width, int height, const std::string& where) {
  const auto pixels = static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height);
  std::uint64_t sum = 0;
  for (const std::uint64_t run : runs) {
    if (run > pixels - sum) {
      sum = pixels + 1;
      break;
    }
    sum += run;
  }
  if (sum == pixels) return;
  fail(where, "run lengths that do not fill their picture",
       sum > pixels ? "more pixels" : fmt::format("{} pixels", sum),
       fmt::format("{} x {} = {}", width, height, pixels));
}

PixelRuns unpack_runs(std::string_view letters, int width, int height, const std::string& where) {
  constexpr int kMostGroups = 12;  // of five bits: 60 bits
  PixelRuns runs;
  for (std::size_t at = 0; at < letters.size();) {
    std::int64_t value = 0;
    for (int group = 0;; ++group) {
      const int bits = at < letters.size() ? letters[at] - '0' : -1;
      if (bits < 0 || bits > 63 || group == kMostGroups)
        fail(where, "packed run lengths that are broken", fmt::format("at letter {}", at + 1),
             "COCO's letters '0' to 'o'");
      ++at;
      value |= static_cast<std::int64_t>(bits & 31) << (5 * group);
      if ((bits & 32) != 0) continue;
      if ((bits & 16) != 0) value -= std::int64_t{1} << (5 * group + 5);
      break;
    }
    const std::size_t count = runs.size();
    if (count > 2) value += static_cast<std::int64_t>(runs[count - 2]);
    const auto most = static_cast<std::int64_t>(width) * height;
    if (value < 0 || value > most)
      fail(where, "a run length out of range", std::to_string(value), fmt::format("0 .. {}", most));
    runs.push_back(static_cast<std::uint64_t>(value));
  }
  check_runs(runs, width, height, where);
  return runs;
}

std::string pack_runs(const PixelRuns& runs) {
  std::string letters;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    auto value = static_cast<std::int64_t>(runs[i]);
    if (i > 2) value -= static_cast<std::int64_t>(runs[i - 2]);
    for (bool more = true; more;) {
      auto bits = static_cast<int>(value & 31);
      value >>= 5;
      more = (bits & 16) != 0 ? value != -1 : value != 0;
      if (more) bits |= 32;
      letters += static_cast<char>('0' + bits);
    }
  }
  return letters;
}

}  // namespace variegate
