#include "variegate/core/version.h"

namespace variegate {

std::string_view version() { return VARIEGATE_VERSION; }

}  // namespace variegate
