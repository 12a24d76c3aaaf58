#include "variegate/core/folders.h"

#include <algorithm>

namespace variegate {

namespace fs = std::filesystem;

fs::path real_path(const std::string& path) {
  std::error_code failure;
  const fs::path absolute = fs::absolute(path);
  fs::path real = fs::weakly_canonical(absolute, failure);
  if (failure) real = absolute;
  real = real.lexically_normal();
  return real.has_filename() ? real : real.parent_path();
}

bool lies_within(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

}  // namespace variegate
