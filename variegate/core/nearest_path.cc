#include "variegate/core/nearest_path.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "variegate/core/spelling.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostNames = 10'000;  // of one folder

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code failure;
  fs::directory_iterator entry(folder.empty() ? fs::path(".") : folder, failure);
  for (; !failure && entry != fs::directory_iterator() && names.size() < kMostNames;
       entry.increment(failure)) {
    names.push_back(entry->path().filename().string());
  }
  std::sort(names.begin(), names.end());  // a folder's own order differs from one file system to the next
  return names;
}

}  // namespace

std::string did_you_mean_path(const std::string& path) {
  std::error_code ignored;
  if (path.empty() || fs::exists(path, ignored)) return "";
  fs::path found;
  for (const fs::path& part : fs::path(path)) {
    if (part.empty() || fs::exists(found / part, ignored)) {  // an empty one: the slash at the end
      found /= part;
      continue;
    }
    const std::vector<std::string> names = names_in(found);
    const std::string meant = nearest_name(part.string(), names);
    if (meant.empty()) return "";
    found /= meant;
  }
  return " (did you mean '" + found.string() + "'?)";
}

}  // namespace variegate
