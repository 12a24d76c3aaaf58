#include "variegate/core/number_text.h"

#include <fmt/format.h>

namespace variegate {

std::string number_text(double value) { return fmt::format("{}", value); }

}  // namespace variegate
