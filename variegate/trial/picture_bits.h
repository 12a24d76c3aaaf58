// Which evaluation pictures a run classified rightly, as one JSON value: a digit of hexadecimal for four
// pictures, so that a log holds a bit a picture and run.
#pragma once

#include <vector>

#include "variegate/core/json_fwd.h"

namespace variegate {

// {"pictures": 6, "hex": "b4"}: picture 0 is the highest bit of the first digit; what the last digit has
// beyond the pictures is 0.
Json bits_to_json(const std::vector<bool>& bits);

// Error when the digits are not those of that many pictures.
std::vector<bool> bits_from_json(JsonReader json);

}  // namespace variegate
