// Numbers as text, apart from JSON, whose header costs seconds wherever it is included.
#pragma once

#include <string>

namespace variegate {

// The shortest decimal that reads back as the same double ("0.1", "3", "1e-07").
std::string number_text(double value);

}  // namespace variegate
