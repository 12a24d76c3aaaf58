// A length of time for people.
#pragma once

#include <string>

namespace variegate {

// "45s", "12m 05s", "3h 20m".
std::string duration_text(double seconds);

}  // namespace variegate
