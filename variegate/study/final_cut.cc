#include "variegate/study/final_cut.h"

#include <algorithm>

namespace variegate {

void keep_comparable(std::vector<ArmRecord>& arms, const std::vector<bool>& ended) {
  if (arms.empty()) return;
  const std::size_t count = arms.size();
  const std::size_t seeds = ended.size() / count;
  std::size_t whole = 0;  // seeds; later ones begin when earlier ones have all begun
  const auto all_ended = [&](std::size_t seed) {
    const auto first = ended.begin() + static_cast<std::ptrdiff_t>(seed * count);
    return std::all_of(first, first + static_cast<std::ptrdiff_t>(count), [](bool it) { return it; });
  };
  while (whole < seeds && all_ended(whole)) ++whole;
  if (whole == 0) {
    std::size_t arm = 0;
    std::erase_if(arms, [&](const ArmRecord&) { return !ended[arm++]; });
    whole = std::min<std::size_t>(seeds, 1);
  }
  for (ArmRecord& arm : arms) {
    arm.seeds.resize(whole);
    arm.values.resize(whole);
    arm.right.resize(whole);
  }
}

}  // namespace variegate
