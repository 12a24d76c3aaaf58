#include "variegate/data/formats/parts/manifest_paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "variegate/core/utf8.h"
#include "variegate/data/formats/parts/text_encoding.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

std::vector<std::string> spellings(const std::string& written) {
  std::vector<std::string> all{written};
  if (written.find('\\') != std::string::npos) {
    all.push_back(written);
    std::replace(all.back().begin(), all.back().end(), '\\', '/');
  }
  const std::size_t plain = all.size();
  for (std::size_t i = 0; i < plain; ++i) {
    if (!is_utf8(all[i])) {
      all.push_back(from_latin1(all[i]));
    } else if (auto bytes = to_latin1(all[i]); bytes && *bytes != all[i]) {
      all.push_back(*bytes);
    }
  }
  return all;
}

bool is_of_windows(const std::string& path) {
  return path.size() > 2 && path[1] == ':' && (path[2] == '\\' || path[2] == '/');
}

}  // namespace

ManifestFile find_manifest_file(const std::string& folder, const std::string& written,
                                const std::string& where) {
  const std::vector<std::string> all = spellings(written);
  for (const std::string& path : all) {
    const fs::path file = fs::path(folder) / path;
    if (is_there(file)) return {.path = file.string()};
  }
  ManifestFile none{.path = (fs::path(folder) / written).string()};
  ErrorText fault{.where = where,
                  .what = "no such file",
                  .got = fmt::format("'{}', looked for at {}", written, none.path),
                  .expected = "an absolute path, or one relative to the manifest",
                  .mend = "correct the path, or move the manifest"};
  if (is_of_windows(written)) {
    fault.mend = "write paths of this machine, best relative to the manifest";
  } else if (const auto here = std::find_if(all.begin(), all.end(), is_there);
             here != all.end() && !fs::path(written).is_absolute()) {
    fault.got += fmt::format(", though there is {}", fs::absolute(*here).string());
    fault.mend =
        "paths are not relative to the working folder: move the manifest there, or correct its paths";
  } else if (!fs::path(written).is_absolute()) {
    fault.got += fmt::format(" and at {}", fs::absolute(written).string());
  }
  none.fault = std::move(fault);
  return none;
}

}  // namespace variegate
