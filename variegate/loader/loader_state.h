// Where a loader stands, as a small value that is kept with a checkpoint.
#pragma once

#include <cstdint>

#include "variegate/core/json_fwd.h"

namespace variegate {

struct LoaderState {
  std::uint64_t epoch = 0;
  std::uint64_t sample = 0;  // samples of the epoch that have been given out, or passed over as bad

  bool operator==(const LoaderState&) const = default;
};

Json to_json(const LoaderState& state);
LoaderState loader_state_from_json(JsonReader json);

}  // namespace variegate
