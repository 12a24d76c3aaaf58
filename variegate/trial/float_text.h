// Many floats as text that fits a JSON string: base64 (RFC 4648) of their little-endian bytes, so that they
// survive bit for bit; Python reads it by numpy.frombuffer(base64.b64decode(text), "<f4").
#pragma once

#include <span>
#include <string>
#include <vector>

#include "variegate/core/json_fwd.h"

namespace variegate {

std::string float_text(std::span<const float> values);

// Error naming the place when it is not such a text, or a value is not finite.
std::vector<float> floats_from_text(const JsonReader& json);

}  // namespace variegate
