#include "variegate/trial/run.h"

#include "variegate/core/json.h"

namespace variegate {

bool SuperTrain::operator==(const SuperTrain& other) const {
  return method == other.method && settings == other.settings && epochs == other.epochs &&
         to_json(space) == to_json(other.space);
}

int epochs_of(const RunRequest& run) {
  if (const auto* train = std::get_if<Train>(&run.work)) return train->epochs;
  if (const auto* search = std::get_if<SuperTrain>(&run.work)) return search->epochs;
  return 0;
}

}  // namespace variegate
