// Names for declarations that only mention JSON. nlohmann's full header costs seconds in every file that
// includes it, so a header includes this one and its source file includes core/json.h.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace variegate {

// Keeps the order of members, so that what is written can be read by people.
using Json = nlohmann::ordered_json;

class JsonReader;

}  // namespace variegate
