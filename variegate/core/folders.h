// Where folders lie, whatever their paths look like.
#pragma once

#include <filesystem>
#include <string>

namespace variegate {

// The path from the root, without links, "." and "..", as far as it exists, and without a slash at its end.
std::filesystem::path real_path(const std::string& path);

// Whether the path is the folder or lies in it. Both are real_path()s.
bool lies_within(const std::filesystem::path& path, const std::filesystem::path& folder);

}  // namespace variegate
