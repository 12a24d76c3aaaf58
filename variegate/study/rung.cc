#include "variegate/study/rung.h"

namespace variegate {

bool below_rung(const Race& race, std::size_t reduction, std::size_t least_others) {
  const auto [epoch, own] = race.own.back();
  std::size_t others = 0;
  std::size_t better = 0;
  for (const Curve& other : race.others) {
    const auto reward = reward_at(other, epoch);
    if (!reward) continue;
    ++others;
    if (*reward > own) ++better;
  }
  const std::size_t kept = (others + reduction) / reduction;  // of them and this one, rounded up
  return others >= least_others && better >= kept;
}

}  // namespace variegate
