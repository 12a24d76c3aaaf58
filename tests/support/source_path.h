// Files of the checkout that tests read.
#pragma once

#include <string>

namespace variegate {

// Where a file or folder of the checkout lies: relative is e.g. "tests/pipeline/golden_digest.txt".
std::string source_path(const std::string& relative);

}  // namespace variegate
