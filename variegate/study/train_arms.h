// Arms trained with the same seeds in an evaluator: what a comparison and the measurement of a proxy share.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "variegate/study/record.h"
#include "variegate/trial/evaluator.h"

namespace variegate {

// After the event; arms and seeds by their place. Any may be empty.
struct ArmObserver {
  std::function<void(const Ready&)> opened;
  std::function<void(std::size_t arm, std::size_t seed)> started;
  std::function<void(std::size_t arm, std::size_t seed, const Report&)> reported;
  // The arm has the value (NaN when the run failed; reason then says why) and the seconds.
  std::function<void(std::size_t arm, std::size_t seed, const std::string& reason)> ended;
};

// Waits for the data, then trains every arm with every one of its seeds (the same for all) at which it has no
// finite value yet, the arms taking turns. Error when a run of every arm failed, and (kind interrupted)
// when `stop` was set; `where` is put first.
Ready train_arms(std::vector<ArmRecord>& arms, int epochs, Evaluator& evaluator, const ArmObserver& observer,
                 const std::atomic<bool>& stop, const std::string& where);

}  // namespace variegate
