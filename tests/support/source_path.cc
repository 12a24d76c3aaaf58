#include "tests/support/source_path.h"

namespace variegate {

// The macro is this file's alone: a path of the checkout on the command line of every test would keep the
// compiler cache from sharing them between checkouts.
std::string source_path(const std::string& relative) {
  return std::string(VARIEGATE_SOURCE_DIR "/") + relative;
}

}  // namespace variegate
