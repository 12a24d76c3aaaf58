// The file that a path in a manifest means.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "variegate/core/error.h"

namespace variegate {

struct ManifestFile {
  std::string path;                     // that exists; else what was written, below the manifest's folder
  std::optional<ErrorText> fault = {};  // when nothing is there: the places that were tried
};

// A path relative to the folder, or absolute. When nothing is there as it is written: with slashes for
// backslashes, and with its letters in the other of UTF-8 and Latin-1, as archives of other systems unpack.
// where: the manifest and its line, for the fault.
ManifestFile find_manifest_file(const std::string& folder, const std::string& written,
                                const std::string& where);

}  // namespace variegate
